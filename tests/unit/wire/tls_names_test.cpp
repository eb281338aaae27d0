// SPDX-License-Identifier: GPL-3.0-or-later
//
// The names are IANA's; the numbers here are from the RFCs named, not from the tables.
#include "wire/tls_names.hpp"

#include <iterator>
#include <set>
#include <string>

#include <doctest/doctest.h>

namespace wire {
namespace {

struct Row {
  std::uint16_t number;
  std::string_view name;
};
constexpr Row kSuites[] = {
#include "wire/cipher_suite_names.inc"
};

template <typename Number>
using NameOf = std::string_view (*)(Number);

// A row out of order would be out of reach of the binary search: every name must lead to its number
// and back.
template <typename Number>
std::size_t count_named(NameOf<Number> name_of,
                        std::optional<std::uint16_t> (*number_of)(std::string_view)) {
  std::set<std::string_view> names;
  for (unsigned number = 0; number <= Number(-1); ++number) {
    const std::string_view name = name_of(static_cast<Number>(number));
    REQUIRE_FALSE(name.empty());
    if (name == "unknown" || name == "GREASE") continue;
    CAPTURE(name);
    CHECK(names.insert(name).second);
    if (number_of != nullptr) CHECK(number_of(name) == number);
  }
  return names.size();
}

TEST_CASE("tls names: every row of every table is found, under a name of its own") {
  CHECK(count_named<std::uint16_t>(version_name, version_of) == 6);
  CHECK(count_named<std::uint16_t>(cipher_suite_name, cipher_suite_of) == std::size(kSuites));
  CHECK(count_named<std::uint16_t>(group_name, group_of) == 49);
  CHECK(count_named<std::uint16_t>(signature_scheme_name, nullptr) == 27);
  CHECK(count_named<std::uint8_t>(alert_name, nullptr) == 36);
  CHECK(count_named<std::uint16_t>(extension_name, nullptr) == 29);
}

TEST_CASE("tls names: versions") {
  CHECK(version_name(0x0300) == "SSLv3");
  CHECK(version_name(0x0301) == "TLSv1.0");
  CHECK(version_name(0x0304) == "TLSv1.3");
  CHECK(version_name(0x0305) == "unknown");
  CHECK(version_name(0x7f1c) == "unknown");  // a draft of TLS 1.3
  CHECK(version_of("TLSv1.2") == 0x0303);
  for (const std::string bad : {"", "tlsv1.2", "TLSv1", "TLS 1.2", "TLSv1.2 ", "unknown"}) {
    CAPTURE(bad);
    CHECK_FALSE(version_of(bad).has_value());
  }
}

TEST_CASE("tls names: cipher suites of each document") {
  const std::pair<unsigned, std::string_view> rows[] = {
      {0x0000, "TLS_NULL_WITH_NULL_NULL"},                      // RFC 5246
      {0x0005, "TLS_RSA_WITH_RC4_128_SHA"},                     // RFC 5246
      {0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA"},                // RFC 5246
      {0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5"},               // RFC 4346
      {0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"},                 // RFC 5246
      {0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"},             // RFC 5246
      {0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256"},              // RFC 5246
      {0x0088, "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA"},        // RFC 5932
      {0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256"},              // RFC 5288
      {0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"},          // RFC 5288
      {0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"},            // RFC 5746
      {0x1301, "TLS_AES_128_GCM_SHA256"},                       // RFC 8446
      {0x1303, "TLS_CHACHA20_POLY1305_SHA256"},                 // RFC 8446
      {0x5600, "TLS_FALLBACK_SCSV"},                            // RFC 7507
      {0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA"},               // RFC 8422
      {0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"},           // RFC 8422
      {0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"},      // RFC 5289
      {0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},        // RFC 5289
      {0xc09d, "TLS_RSA_WITH_AES_256_CCM"},                     // RFC 6655
      {0xc0ac, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM"},             // RFC 7251
      {0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},  // RFC 7905
      {0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},    // RFC 7905
      {0xd001, "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256"},        // RFC 8442
  };
  for (const auto& row : rows) {
    const auto& number = row.first;
    const auto& name = row.second;
    CAPTURE(number);
    CHECK(cipher_suite_name(static_cast<std::uint16_t>(number)) == name);
  }
  CHECK(cipher_suite_name(0x0a0a) == "GREASE");  // GREASE (RFC 8701)
  CHECK(cipher_suite_name(0xfafa) == "GREASE");
  CHECK(cipher_suite_name(0xffff) == "unknown");
}

TEST_CASE("tls names: groups") {
  CHECK(group_name(23) == "secp256r1");             // RFC 8422
  CHECK(group_name(25) == "secp521r1");             // RFC 8422
  CHECK(group_name(29) == "x25519");                // RFC 8422
  CHECK(group_name(26) == "brainpoolP256r1");       // RFC 7027
  CHECK(group_name(31) == "brainpoolP256r1tls13");  // RFC 8734
  CHECK(group_name(256) == "ffdhe2048");            // RFC 7919
  CHECK(group_name(260) == "ffdhe8192");            // RFC 7919
  CHECK(group_name(0x11ec) == "X25519MLKEM768");    // draft-ietf-tls-ecdhe-mlkem
  CHECK(group_name(0x11eb) == "SecP256r1MLKEM768");
  CHECK(group_name(0x6399) == "X25519Kyber768Draft00");
  CHECK(group_name(0) == "unknown");
  CHECK(group_of("secp384r1") == 24);
  CHECK_FALSE(group_of("P-384").has_value());
}

TEST_CASE("tls names: signature schemes, alerts, extensions") {
  CHECK(signature_scheme_name(0x0201) == "rsa_pkcs1_sha1");          // RFC 8446
  CHECK(signature_scheme_name(0x0403) == "ecdsa_secp256r1_sha256");  // RFC 8446
  CHECK(signature_scheme_name(0x0804) == "rsa_pss_rsae_sha256");     // RFC 8446
  CHECK(signature_scheme_name(0x0807) == "ed25519");                 // RFC 8446
  CHECK(signature_scheme_name(0x080b) == "rsa_pss_pss_sha512");      // RFC 8446
  CHECK(signature_scheme_name(0) == "unknown");
  CHECK(alert_name(0) == "close_notify");
  CHECK(alert_name(40) == "handshake_failure");
  CHECK(alert_name(70) == "protocol_version");
  CHECK(alert_name(86) == "inappropriate_fallback");  // RFC 7507
  CHECK(alert_name(112) == "unrecognized_name");      // RFC 6066
  CHECK(alert_name(116) == "certificate_required");   // RFC 8446
  CHECK(alert_name(120) == "no_application_protocol");
  CHECK(alert_name(255) == "unknown");
  CHECK(extension_name(0) == "server_name");
  CHECK(extension_name(23) == "extended_master_secret");  // RFC 7627
  CHECK(extension_name(43) == "supported_versions");
  CHECK(extension_name(0xff01) == "renegotiation_info");
  CHECK(extension_name(0x0a0a) == "GREASE");
}

}  // namespace
}  // namespace wire
