// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/hello_text.hpp"

#include <doctest/doctest.h>

#include "support/printed.hpp"
#include "wire/cipher_suites.hpp"
#include "wire/tls_extensions.hpp"

namespace {

using namespace std::string_literals;

wire::ClientHello hello_with(std::vector<wire::Extension> extensions) {
  wire::ClientHello hello;
  hello.legacy_version = wire::kTls12;
  hello.random = std::string(32, 'r');
  hello.session_id = "s";
  hello.cipher_suites = {0x0a0a, 0x1301, 0xc02f, 0x1234};
  hello.compression_methods = "\x01\x00"s;
  hello.extensions = std::move(extensions);
  return wire::parse_client_hello(wire::write_client_hello(hello).substr(4));
}

wire::ServerHello server_hello(const std::string& random_tail) {
  wire::ServerHello hello;
  hello.legacy_version = wire::kTls12;
  hello.random = std::string(24, 'r') + random_tail;
  hello.session_id = std::string(32, 's');
  hello.cipher_suite = 0xc02f;
  return hello;
}

TEST_CASE("a ClientHello, field by field") {
  const std::string text = cli::client_hello_text(hello_with(
      {wire::empty_extension(0x2a2a), wire::server_name_extension("mx.example.org"),
       wire::supported_groups_extension({4588, 29}), wire::alpn_extension({"smtp", "x\x1b"}),
       wire::signature_algorithms_extension({0x0804}),
       wire::supported_versions_extension({wire::kTls13, 0x7f7e}), wire::key_share_extension({}),
       wire::padding_extension(9), wire::empty_extension(0x1234),
       wire::renegotiation_info_extension()}));
  CHECK(text ==
        "            ClientHello               151 octets\n"
        "              legacy_version          TLSv1.2 (0x0303)\n"
        "              session id              1 octet\n"
        "              cipher suites           4\n"
        "                0x0a0a GREASE\n"
        "                0x1301 TLS_AES_128_GCM_SHA256\n"
        "                0xc02f TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n"
        "                0x1234 unknown\n"
        "              compression             DEFLATE (1), none (0)\n"
        "              GREASE 0x2a2a           0 octets\n"
        "              server_name             mx.example.org\n"
        "              supported_groups        X25519MLKEM768 (4588), x25519 (29)\n"
        "              ALPN                    smtp, x\\x1b\n"
        "              signature_algorithms    rsa_pss_rsae_sha256 (0x0804)\n"
        "              supported_versions      TLSv1.3 (0x0304), unknown (0x7f7e)\n"
        "              key_share               none\n"
        "              padding                 9 octets\n"
        "              extension 0x1234        0 octets\n"
        "              renegotiation_info      1 octet\n");
}

TEST_CASE("a hello with everything in it keeps to 80 columns") {
  auto hello = hello_with({wire::server_name_extension(std::string(250, 'x')),
                           wire::signature_algorithms_extension(
                               {0x0403, 0x0503, 0x0603, 0x081a, 0x081b, 0x081c, 0x0804, 0x0805}),
                           wire::alpn_extension({std::string(200, 'p')})});
  hello.cipher_suites = wire::cipher_suites_in("common");
  hello.malformed = true;
  const std::string text = cli::client_hello_text(hello);
  CHECK(printed::widest_line(text) == 80);
  CHECK(printed::count(text, "\n                0x") == hello.cipher_suites.size());
  CHECK(printed::has(text, printed::line("malformed", "some of it could not be read")));
}

TEST_CASE("a ServerHello of TLS 1.2, field by field") {
  auto hello = server_hello("12345678");
  hello.extensions = {{wire::kExtendedMasterSecret, ""}, {wire::kAlpn, ""}, {0xabcd, "xyz"}};
  hello.alpn_protocol = "smtp\x07";
  CHECK(cli::server_hello_text(hello) ==
        "            ServerHello               TLSv1.2\n"
        "              legacy_version          TLSv1.2 (0x0303)\n"
        "              random                  ... 3132333435363738\n"
        "              session id              32 octets\n"
        "              cipher suite\n"
        "                TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (0xc02f)\n"
        "              compression             none (0)\n"
        "              extended_master_secret  0 octets\n"
        "              ALPN                    smtp\\x07\n"
        "              extension 0xabcd        3 octets\n"
        "              renegotiation_info      absent\n");
}

TEST_CASE("the marks of a downgrade are named") {
  const std::string to_tls12 = cli::server_hello_text(server_hello("DOWNGRD\x01"));
  CHECK(printed::has(to_tls12, printed::line("random", "... 444f574e47524401")));
  CHECK(printed::has(to_tls12, printed::line("downgrade sentinel", "TLS 1.2")));
  CHECK(printed::has(cli::server_hello_text(server_hello("DOWNGRD\x00"s)),
                     printed::line("downgrade sentinel", "TLS 1.1")));
  CHECK_FALSE(printed::has(cli::server_hello_text(server_hello("DOWNGRD\x02")), "sentinel"));
}

TEST_CASE("a ServerHello that could not be read is shown as far as it was") {
  const std::string text = cli::server_hello_text(wire::parse_server_hello("\x03\x03short"));
  CHECK(printed::has(text, printed::line("random", "0 octets")));
  CHECK(printed::has(text, printed::line("malformed", "some of it could not be read")));
}

TEST_CASE("a HelloRetryRequest is called by its name and says which group it wants") {
  auto hello = server_hello("");
  hello.random =
      "\xCF\x21\xAD\x74\xE5\x9A\x61\x11\xBE\x1D\x8C\x02\x1E\x65\xB8\x91"
      "\xC2\xA2\x11\x16\x7A\xBB\x8C\x5E\x07\x9E\x09\xE2\xC8\xA8\x33\x9C";
  hello.extensions = {{wire::kSupportedVersions, ""}, {wire::kKeyShare, ""}};
  hello.selected_version = wire::kTls13;
  hello.key_share_group = 29;
  const std::string text = cli::server_hello_text(hello);
  CHECK(text.rfind("            HelloRetryRequest         TLSv1.3\n", 0) == 0);
  CHECK(printed::has(text, printed::line("supported_versions", "TLSv1.3 (0x0304)")));
  CHECK(printed::has(text, printed::line("key_share", "x25519 (29)")));
  CHECK_FALSE(printed::has(text, "absent"));
}

TEST_CASE("a ServerKeyExchange: curve or prime, and the signature") {
  wire::ServerKeyExchange message;
  message.kind = wire::KeyExchange::ecdhe;
  message.named_curve = 23;
  message.signature_scheme = 0x0403;
  CHECK(cli::server_key_exchange_text(message) ==
        "            ServerKeyExchange         ecdhe\n"
        "              curve                   secp256r1 (23)\n"
        "              signature               ecdsa_secp256r1_sha256 (0x0403)\n");
  message = {};
  message.kind = wire::KeyExchange::dhe;
  message.dh_prime_bits = 1024;
  CHECK(cli::server_key_exchange_text(message) ==
        "            ServerKeyExchange         dhe\n"
        "              DH prime                1024 bits\n");
}

TEST_CASE("a CertificateRequest: types and signature schemes") {
  wire::CertificateRequest message;
  message.certificate_types = "\x01\x40\xee";
  message.signature_algorithms = {0x0804};
  message.authority_count = 3;
  CHECK(cli::certificate_request_text(message) ==
        "            CertificateRequest        3 authorities\n"
        "              certificate types       rsa_sign (1), ecdsa_sign (64),\n"
        "                                      unknown (238)\n"
        "              signature_algorithms    rsa_pss_rsae_sha256 (0x0804)\n");
}

}  // namespace
