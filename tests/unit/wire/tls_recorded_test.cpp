// SPDX-License-Identifier: GPL-3.0-or-later
//
// Handshakes of OpenSSL with itself (tests/data/flights/record): what we read must be what was set
// up there.
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "unit/wire/recorded.hpp"
#include "wire/certificate.hpp"
#include "wire/tls_flight.hpp"

namespace wire {
namespace {

TlsFlight read(const std::string& bytes) {
  TlsFlight flight;
  flight.feed(bytes);
  return flight;
}

TEST_CASE("recorded: every server up to TLS 1.2") {
  struct Row {
    std::string name;
    std::string_view version;
    std::string_view suite;
    bool ems;
    std::string_view group;  // empty: no ECDHE
    unsigned dh_bits;        // 0: no DHE
    bool key_exchange;
    bool signature_scheme;
    bool certificate;
  };
  const Row rows[] = {
      {"tls10-rsa", "TLSv1.0", "TLS_RSA_WITH_AES_128_CBC_SHA", true, "", 0, false, false, true},
      {"tls10-ecdhe", "TLSv1.0", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", true, "x25519", 0, true,
       false, true},
      {"tls10-dhe", "TLSv1.0", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", true, "", 2048, true, false,
       true},
      {"tls11-dhe-1024", "TLSv1.1", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA", true, "", 1024, true, false,
       true},
      {"tls12-ecdhe", "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", true, "x25519", 0, true,
       true, true},
      {"tls12-ecdhe-no-ems", "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", false, "x25519", 0,
       true, true, true},
      {"tls12-ecdsa-p384", "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", true, "secp384r1",
       0, true, true, true},
      {"tls12-dhe", "TLSv1.2", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", true, "", 2048, true, true,
       true},
      {"tls12-dhe-no-ems", "TLSv1.2", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", false, "", 2048, true,
       true, true},
      {"tls12-rsa", "TLSv1.2", "TLS_RSA_WITH_AES_256_GCM_SHA384", true, "", 0, false, false, true},
      {"tls12-rsa-no-ems", "TLSv1.2", "TLS_RSA_WITH_AES_256_GCM_SHA384", false, "", 0, false, false,
       true},
      {"tls12-anonymous-dh", "TLSv1.2", "TLS_DH_anon_WITH_AES_128_CBC_SHA256", true, "", 1024, true,
       false, false},
      {"tls12-anonymous-ecdh", "TLSv1.2", "TLS_ECDH_anon_WITH_AES_128_CBC_SHA", true, "x25519", 0,
       true, false, false},
      {"client-refuses-certificate", "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", true,
       "x25519", 0, true, true, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const TlsFlight server = read(recorded::flight(std::string(row.name) + ".server"));
    CHECK_FALSE(server.broken());
    REQUIRE(server.server_hello.has_value());
    const ServerHello& hello = *server.server_hello;
    CHECK_FALSE(hello.malformed);
    CHECK(version_name(hello.version()) == row.version);
    CHECK(cipher_suite_name(hello.cipher_suite) == row.suite);
    CHECK(hello.has(kExtendedMasterSecret) == row.ems);
    CHECK(hello.has(kRenegotiationInfo));
    CHECK(hello.compression_method == 0);
    CHECK(hello.random.size() == 32);
    CHECK_FALSE(hello.selected_version.has_value());
    CHECK(server.server_hello_done);
    CHECK(server.certificate.has_value() == row.certificate);
    REQUIRE(server.server_key_exchange.has_value() == row.key_exchange);
    if (!row.key_exchange) continue;
    const ServerKeyExchange& exchange = *server.server_key_exchange;
    CHECK_FALSE(exchange.malformed);
    CHECK(exchange.dh_prime_bits == row.dh_bits);
    CHECK(exchange.dh_prime.size() == row.dh_bits / 8);
    CHECK((exchange.named_curve == 0) == row.group.empty());
    if (!row.group.empty()) CHECK(group_name(exchange.named_curve) == row.group);
    CHECK((exchange.signature_scheme != 0) == row.signature_scheme);
  }
}

TEST_CASE("recorded: the certificate of TLS 1.2 is the one that was presented") {
  const TlsFlight server = read(recorded::flight("tls12-ecdhe.server"));
  REQUIRE(server.certificate.has_value());
  CHECK_FALSE(server.certificate->malformed);
  REQUIRE(server.certificate->certificates.size() == 1);
  const CertificateFacts facts = read_certificate(server.certificate->certificates.front());
  CHECK_FALSE(facts.malformed);
  CHECK(facts.subject_dn == "CN=mx.example.org");
  CHECK(facts.public_key.algorithm == "RSA");
  CHECK(facts.public_key.bits == 2048);
  CHECK(signature_scheme_name(server.server_key_exchange->signature_scheme) ==
        "rsa_pss_rsae_sha256");
  CHECK(server.encrypted());
  CHECK(server.session_ticket);
}

TEST_CASE("recorded: an ECDSA server signs with its curve") {
  const TlsFlight server = read(recorded::flight("tls12-ecdsa-p384.server"));
  CHECK(signature_scheme_name(server.server_key_exchange->signature_scheme) ==
        "ecdsa_secp256r1_sha256");
  const TlsFlight client = read(recorded::flight("tls12-ecdsa-p384.client"));
  CHECK(client.client_hello->alpn_protocols == std::vector<std::string>{"smtp", "h2"});
}

TEST_CASE("recorded: a server that asks for the client's certificate") {
  const TlsFlight server = read(recorded::flight("tls12-certificate-request.server"));
  REQUIRE(server.certificate_request.has_value());
  CHECK_FALSE(server.certificate_request->malformed);
  CHECK(server.certificate_request->certificate_types.find('\x01') !=
        std::string::npos);  // rsa_sign
  CHECK(server.certificate_request->signature_algorithms.size() > 10);
  CHECK(server.certificate_request->authority_count == 1);
  CHECK(server.server_hello_done);
}

TEST_CASE("recorded: a stapled OCSP response") {
  const TlsFlight server = read(recorded::flight("tls12-status-request.server"));
  REQUIRE(server.certificate_status.has_value());
  CHECK(base::hex(*server.certificate_status) == "30030a0106");
  CHECK(server.server_hello->has(kStatusRequest));
  CHECK(read(recorded::flight("tls12-status-request.client")).client_hello->has(kStatusRequest));
  CHECK_FALSE(read(recorded::flight("tls12-ecdhe.server")).certificate_status.has_value());
}

TEST_CASE("recorded: TLS 1.3, where everything behind the ServerHello is encrypted") {
  const TlsFlight server = read(recorded::flight("tls13.server"));
  REQUIRE(server.server_hello.has_value());
  const ServerHello& hello = *server.server_hello;
  CHECK_FALSE(hello.malformed);
  CHECK(hello.legacy_version == kTls12);
  CHECK(hello.version() == kTls13);
  CHECK(cipher_suite_name(hello.cipher_suite) == "TLS_AES_256_GCM_SHA384");
  REQUIRE(hello.key_share_group.has_value());
  CHECK(group_name(*hello.key_share_group) == "x25519");
  CHECK_FALSE(server.hello_retry_request.has_value());
  CHECK(server.encrypted());
  CHECK_FALSE(server.certificate.has_value());
  CHECK_FALSE(server.server_hello_done);
  CHECK(server.alerts.empty());
}

TEST_CASE("recorded: a HelloRetryRequest is no ServerHello, and one follows") {
  const TlsFlight server = read(recorded::flight("tls13-retry.server"));
  REQUIRE(server.hello_retry_request.has_value());
  REQUIRE(server.server_hello.has_value());
  CHECK_FALSE(server.hello_retry_request->malformed);
  CHECK_FALSE(server.server_hello->malformed);
  CHECK(server.hello_retry_request->is_hello_retry_request());
  CHECK(group_name(server.hello_retry_request->key_share_group.value_or(0)) == "secp384r1");
  CHECK_FALSE(server.server_hello->is_hello_retry_request());
  CHECK(server.server_hello->version() == kTls13);
  CHECK(group_name(server.server_hello->key_share_group.value_or(0)) == "secp384r1");
}

TEST_CASE("recorded: alerts of the server and of the client") {
  CHECK(read(recorded::flight("refused-version.server")).alerts == std::vector<Alert>{{2, 70}});
  CHECK(read(recorded::flight("refused-suite.server")).alerts == std::vector<Alert>{{2, 40}});
  const TlsFlight client = read(recorded::flight("client-refuses-certificate.client"));
  REQUIRE(client.alerts.size() == 1);
  CHECK(client.alerts[0].level == 2);
  CHECK(read(recorded::flight("client-refuses-certificate.server")).alerts.empty());
}

TEST_CASE("recorded: what the clients offered") {
  const TlsFlight client = read(recorded::flight("tls13.client"));
  REQUIRE(client.client_hello.has_value());
  const ClientHello& hello = *client.client_hello;
  CHECK_FALSE(hello.malformed);
  CHECK(hello.legacy_version == kTls12);
  CHECK(hello.server_name == "mx.example.org");
  CHECK(hello.supported_versions.front() == kTls13);
  CHECK(hello.supported_versions.back() == kTls10);
  CHECK(hello.key_share_groups == std::vector<std::uint16_t>{29});
  CHECK(hello.supported_groups.front() == 29);
  CHECK(hello.cipher_suites.front() == 0x1302);
  CHECK(hello.signature_algorithms.size() > 10);
  CHECK(hello.compression_methods == std::string(1, '\0'));
  CHECK(hello.has(kExtendedMasterSecret));
  CHECK_FALSE(
      read(recorded::flight("tls12-dhe-no-ems.client")).client_hello->has(kExtendedMasterSecret));
  CHECK(read(recorded::flight("tls12-dhe.client")).client_hello->server_name.empty());
}

}  // namespace
}  // namespace wire
