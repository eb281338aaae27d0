// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "unit/wire/recorded.hpp"
#include "wire/tls_messages.hpp"

namespace wire {
namespace {

using namespace std::string_literals;
using recorded::u16;
using recorded::vector16;
using recorded::vector24;
using recorded::vector8;

constexpr std::uint16_t kEcdheRsa = 0xc02f;
constexpr std::uint16_t kDheRsa = 0x009e;
constexpr std::uint16_t kAnonymousDh = 0x0034;
constexpr std::uint16_t kAnonymousEcdh = 0xc018;

std::string dh(const std::string& prime) {
  return vector16(prime) + vector16("\x02") + vector16("public");
}
std::string ecdh(unsigned curve) { return "\x03" + u16(curve) + vector8("point"); }
const std::string kSignature = vector16("signature");

TEST_CASE("key exchange: of each kind of suite") {
  const std::pair<std::string, KeyExchange> rows[] = {
      {"TLS_RSA_WITH_AES_128_CBC_SHA", KeyExchange::rsa},
      {"TLS_RSA_EXPORT_WITH_RC4_40_MD5", KeyExchange::rsa},
      {"TLS_RSA_WITH_NULL_SHA256", KeyExchange::rsa},
      {"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", KeyExchange::dhe},
      {"TLS_DHE_DSS_WITH_AES_128_CBC_SHA", KeyExchange::dhe},
      {"TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA", KeyExchange::dhe},
      {"TLS_DH_anon_WITH_AES_128_CBC_SHA", KeyExchange::dhe},
      {"TLS_DH_anon_EXPORT_WITH_RC4_40_MD5", KeyExchange::dhe},
      {"TLS_DH_RSA_WITH_AES_128_CBC_SHA", KeyExchange::dh},
      {"TLS_DH_DSS_EXPORT_WITH_DES40_CBC_SHA", KeyExchange::dh},
      {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", KeyExchange::ecdhe},
      {"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", KeyExchange::ecdhe},
      {"TLS_ECDH_anon_WITH_AES_128_CBC_SHA", KeyExchange::ecdhe},
      {"TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256", KeyExchange::ecdh},
      {"TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA", KeyExchange::ecdh},
      {"TLS_PSK_WITH_AES_128_CCM", KeyExchange::psk},
      {"TLS_RSA_PSK_WITH_AES_128_CBC_SHA", KeyExchange::psk},
      {"TLS_DHE_PSK_WITH_AES_128_CCM", KeyExchange::psk},
      {"TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", KeyExchange::psk},
      {"TLS_PSK_DHE_WITH_AES_128_CCM_8", KeyExchange::psk},
      {"TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA", KeyExchange::srp},
      {"TLS_GOSTR341112_256_WITH_MAGMA_CTR_OMAC", KeyExchange::gost},
      {"TLS_KRB5_WITH_RC4_128_SHA", KeyExchange::unknown},
      {"TLS_AES_128_GCM_SHA256", KeyExchange::unknown},
      {"TLS_NULL_WITH_NULL_NULL", KeyExchange::unknown},
      {"TLS_EMPTY_RENEGOTIATION_INFO_SCSV", KeyExchange::unknown},
  };
  for (const auto& row : rows) {
    const auto& name = row.first;
    const auto& kind = row.second;
    CAPTURE(name);
    const auto suite = cipher_suite_of(name);
    REQUIRE(suite.has_value());
    CHECK(to_string(key_exchange_of(*suite)) == to_string(kind));
    CHECK(is_anonymous(*suite) == (name.find("anon") != std::string::npos));
  }
  CHECK(key_exchange_of(0x0a0a) == KeyExchange::unknown);
  CHECK_FALSE(is_anonymous(0x0a0a));
}

TEST_CASE("server key exchange: the prime's size is counted in bits, without leading zeros") {
  struct Row {
    std::string name;
    std::string prime;
    unsigned bits;
  };
  const Row rows[] = {
      {"1024", "\xff" + std::string(127, 'p'), 1024},
      {"1023", "\x7f" + std::string(127, 'p'), 1023},
      {"1017", "\x01" + std::string(127, 'p'), 1017},
      {"512 behind zeros", "\0\0\0"s + "\x80" + std::string(63, 'p'), 512},
      {"one", "\x01", 1},
      {"zero", "\0\0"s, 0},
      {"empty", "", 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto message =
        parse_server_key_exchange(dh(row.prime) + "\x04\x01" + kSignature, kTls12, kDheRsa);
    CHECK_FALSE(message.malformed);
    CHECK(message.dh_prime_bits == row.bits);
    CHECK(message.signature_scheme == 0x0401);
    CHECK(message.kind == KeyExchange::dhe);
  }
}

TEST_CASE("server key exchange: a scheme is in front of the signature since TLS 1.2") {
  const std::string parameters = ecdh(29);
  const auto tls12 =
      parse_server_key_exchange(parameters + "\x08\x04" + kSignature, kTls12, kEcdheRsa);
  CHECK_FALSE(tls12.malformed);
  CHECK(tls12.named_curve == 29);
  CHECK(tls12.signature_scheme == 0x0804);
  for (const std::uint16_t version : {kSsl30, kTls10, kTls11}) {
    const auto old = parse_server_key_exchange(parameters + kSignature, version, kEcdheRsa);
    CHECK_FALSE(old.malformed);
    CHECK(old.named_curve == 29);
    CHECK(old.signature_scheme == 0);
  }
}

TEST_CASE("server key exchange: who is anonymous signs nothing") {
  CHECK_FALSE(parse_server_key_exchange(dh("prime"), kTls12, kAnonymousDh).malformed);
  CHECK_FALSE(parse_server_key_exchange(ecdh(23), kTls12, kAnonymousEcdh).malformed);
  CHECK(parse_server_key_exchange(dh("prime") + "x", kTls12, kAnonymousDh).malformed);
  // And who is not must.
  CHECK(parse_server_key_exchange(dh("prime"), kTls12, kDheRsa).malformed);
  CHECK(parse_server_key_exchange(ecdh(23), kTls10, kEcdheRsa).malformed);
}

TEST_CASE("server key exchange: cut off at every length it is malformed") {
  struct Row {
    std::string name;
    std::string body;
    std::uint16_t version;
    std::uint16_t suite;
  };
  const Row rows[] = {
      {"DHE, TLS 1.2", dh("prime") + "\x04\x01" + kSignature, kTls12, kDheRsa},
      {"DHE, TLS 1.0", dh("prime") + kSignature, kTls10, kDheRsa},
      {"ECDHE, TLS 1.2", ecdh(29) + "\x04\x01" + kSignature, kTls12, kEcdheRsa},
      {"ECDHE, TLS 1.1", ecdh(29) + kSignature, kTls11, kEcdheRsa},
      {"anonymous DH", dh("prime"), kTls12, kAnonymousDh},
      {"anonymous ECDH", ecdh(29), kTls12, kAnonymousEcdh},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK_FALSE(parse_server_key_exchange(row.body, row.version, row.suite).malformed);
    for (std::size_t size = 0; size < row.body.size(); ++size) {
      CAPTURE(size);
      CHECK(parse_server_key_exchange(row.body.substr(0, size), row.version, row.suite).malformed);
    }
    CHECK(parse_server_key_exchange(row.body + "x", row.version, row.suite).malformed);
  }
}

TEST_CASE("server key exchange: an explicit curve is told from a named one") {
  const auto message =
      parse_server_key_exchange("\x01" + vector8("prime") + "...", kTls12, kEcdheRsa);
  CHECK(message.malformed);
  CHECK(message.curve_type == 1);
  CHECK(message.named_curve == 0);
}

TEST_CASE("server key exchange: of a suite that we do not read") {
  for (const std::uint16_t suite :
       {std::uint16_t{0xc035}, std::uint16_t{0x002f}, std::uint16_t{0x1301}}) {
    const auto message = parse_server_key_exchange("anything", kTls12, suite);
    CHECK(message.dh_prime_bits == 0);
    CHECK(message.named_curve == 0);
    CHECK_FALSE(message.malformed);
  }
}

TEST_CASE("certificate message: certificates in the order sent, cut off at every length") {
  const std::string body = vector24(vector24("leaf") + vector24("") + vector24("intermediate"));
  const CertificateMessage whole = parse_certificate_message(body);
  CHECK_FALSE(whole.malformed);
  CHECK(whole.certificates == std::vector<std::string>{"leaf", "", "intermediate"});
  for (std::size_t size = 0; size < body.size(); ++size) {
    CAPTURE(size);
    CHECK(parse_certificate_message(body.substr(0, size)).malformed);
  }
  CHECK(parse_certificate_message(body + "x").malformed);
  CHECK_FALSE(parse_certificate_message(vector24("")).malformed);
}

TEST_CASE("certificate message: what was whole before the fault is kept") {
  const CertificateMessage message =
      parse_certificate_message(vector24(vector24("leaf") + "\x00\x00\x09part"s));
  CHECK(message.malformed);
  CHECK(message.certificates == std::vector<std::string>{"leaf"});
}

TEST_CASE("certificate message: a chain without end is bounded") {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += vector24("x");
  const CertificateMessage message = parse_certificate_message(vector24(many));
  CHECK(message.certificates.size() == 100);
  CHECK(message.malformed);
}

TEST_CASE("certificate request: of TLS 1.2 and of those before") {
  const std::string authorities = vector16(vector16("one") + vector16("two"));
  const std::string tls12 = vector8("\x01\x40") + vector16("\x04\x01\x04\x03") + authorities;
  const CertificateRequest now = parse_certificate_request(tls12, kTls12);
  CHECK_FALSE(now.malformed);
  CHECK(now.certificate_types == "\x01\x40");
  CHECK(now.signature_algorithms == std::vector<std::uint16_t>{0x0401, 0x0403});
  CHECK(now.authority_count == 2);
  for (std::size_t size = 0; size < tls12.size(); ++size) {
    CAPTURE(size);
    CHECK(parse_certificate_request(tls12.substr(0, size), kTls12).malformed);
  }
  const CertificateRequest before =
      parse_certificate_request(vector8("\x01") + authorities, kTls11);
  CHECK_FALSE(before.malformed);
  CHECK(before.signature_algorithms.empty());
  CHECK(before.authority_count == 2);
  CHECK(parse_certificate_request(vector8("\x01") + vector16("\x04\x01\x04") + authorities, kTls12)
            .malformed);
  CHECK(parse_certificate_request(vector8("\x01") + vector16("\x00\x09x"s), kTls11).malformed);
}

}  // namespace
}  // namespace wire
