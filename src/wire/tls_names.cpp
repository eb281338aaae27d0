// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/tls_names.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace wire {
namespace {

struct Name {
  std::uint16_t number;
  std::string_view name;
};

constexpr Name kVersions[] = {
    {0x0002, "SSLv2"},   {0x0300, "SSLv3"},   {0x0301, "TLSv1.0"},
    {0x0302, "TLSv1.1"}, {0x0303, "TLSv1.2"}, {0x0304, "TLSv1.3"},
};

constexpr Name kCipherSuites[] = {
#include "wire/cipher_suite_names.inc"
};

// IANA "TLS Supported Groups".
constexpr Name kGroups[] = {
    {1, "sect163k1"},
    {2, "sect163r1"},
    {3, "sect163r2"},
    {4, "sect193r1"},
    {5, "sect193r2"},
    {6, "sect233k1"},
    {7, "sect233r1"},
    {8, "sect239k1"},
    {9, "sect283k1"},
    {10, "sect283r1"},
    {11, "sect409k1"},
    {12, "sect409r1"},
    {13, "sect571k1"},
    {14, "sect571r1"},
    {15, "secp160k1"},
    {16, "secp160r1"},
    {17, "secp160r2"},
    {18, "secp192k1"},
    {19, "secp192r1"},
    {20, "secp224k1"},
    {21, "secp224r1"},
    {22, "secp256k1"},
    {23, "secp256r1"},
    {24, "secp384r1"},
    {25, "secp521r1"},
    {26, "brainpoolP256r1"},
    {27, "brainpoolP384r1"},
    {28, "brainpoolP512r1"},
    {29, "x25519"},
    {30, "x448"},
    {31, "brainpoolP256r1tls13"},
    {32, "brainpoolP384r1tls13"},
    {33, "brainpoolP512r1tls13"},
    {41, "curveSM2"},
    {256, "ffdhe2048"},
    {257, "ffdhe3072"},
    {258, "ffdhe4096"},
    {259, "ffdhe6144"},
    {260, "ffdhe8192"},
    {512, "MLKEM512"},
    {513, "MLKEM768"},
    {514, "MLKEM1024"},
    {4587, "SecP256r1MLKEM768"},
    {4588, "X25519MLKEM768"},
    {4589, "SecP384r1MLKEM1024"},
    {25497, "X25519Kyber768Draft00"},
    {25498, "SecP256r1Kyber768Draft00"},
    {65281, "arbitrary_explicit_prime_curves"},
    {65282, "arbitrary_explicit_char2_curves"},
};

// IANA "TLS SignatureScheme", and the TLS 1.2 pairs of hash and signature that it does not name.
constexpr Name kSignatureSchemes[] = {
    {0x0101, "rsa_pkcs1_md5"},
    {0x0201, "rsa_pkcs1_sha1"},
    {0x0202, "dsa_sha1"},
    {0x0203, "ecdsa_sha1"},
    {0x0301, "rsa_pkcs1_sha224"},
    {0x0302, "dsa_sha224"},
    {0x0303, "ecdsa_sha224"},
    {0x0401, "rsa_pkcs1_sha256"},
    {0x0402, "dsa_sha256"},
    {0x0403, "ecdsa_secp256r1_sha256"},
    {0x0501, "rsa_pkcs1_sha384"},
    {0x0502, "dsa_sha384"},
    {0x0503, "ecdsa_secp384r1_sha384"},
    {0x0601, "rsa_pkcs1_sha512"},
    {0x0602, "dsa_sha512"},
    {0x0603, "ecdsa_secp521r1_sha512"},
    {0x0804, "rsa_pss_rsae_sha256"},
    {0x0805, "rsa_pss_rsae_sha384"},
    {0x0806, "rsa_pss_rsae_sha512"},
    {0x0807, "ed25519"},
    {0x0808, "ed448"},
    {0x0809, "rsa_pss_pss_sha256"},
    {0x080a, "rsa_pss_pss_sha384"},
    {0x080b, "rsa_pss_pss_sha512"},
    {0x081a, "ecdsa_brainpoolP256r1tls13_sha256"},
    {0x081b, "ecdsa_brainpoolP384r1tls13_sha384"},
    {0x081c, "ecdsa_brainpoolP512r1tls13_sha512"},
};

// IANA "TLS Alerts".
constexpr Name kAlerts[] = {
    {0, "close_notify"},
    {10, "unexpected_message"},
    {20, "bad_record_mac"},
    {21, "decryption_failed"},
    {22, "record_overflow"},
    {30, "decompression_failure"},
    {40, "handshake_failure"},
    {41, "no_certificate"},
    {42, "bad_certificate"},
    {43, "unsupported_certificate"},
    {44, "certificate_revoked"},
    {45, "certificate_expired"},
    {46, "certificate_unknown"},
    {47, "illegal_parameter"},
    {48, "unknown_ca"},
    {49, "access_denied"},
    {50, "decode_error"},
    {51, "decrypt_error"},
    {60, "export_restriction"},
    {70, "protocol_version"},
    {71, "insufficient_security"},
    {80, "internal_error"},
    {86, "inappropriate_fallback"},
    {90, "user_canceled"},
    {100, "no_renegotiation"},
    {109, "missing_extension"},
    {110, "unsupported_extension"},
    {111, "certificate_unobtainable"},
    {112, "unrecognized_name"},
    {113, "bad_certificate_status_response"},
    {114, "bad_certificate_hash_value"},
    {115, "unknown_psk_identity"},
    {116, "certificate_required"},
    {117, "general_error"},
    {120, "no_application_protocol"},
    {121, "ech_required"},
};

// IANA "TLS ExtensionType Values", those met in practice.
constexpr Name kExtensions[] = {
    {0, "server_name"},
    {1, "max_fragment_length"},
    {5, "status_request"},
    {10, "supported_groups"},
    {11, "ec_point_formats"},
    {13, "signature_algorithms"},
    {14, "use_srtp"},
    {15, "heartbeat"},
    {16, "application_layer_protocol_negotiation"},
    {17, "status_request_v2"},
    {18, "signed_certificate_timestamp"},
    {19, "client_certificate_type"},
    {20, "server_certificate_type"},
    {21, "padding"},
    {22, "encrypt_then_mac"},
    {23, "extended_master_secret"},
    {27, "compress_certificate"},
    {28, "record_size_limit"},
    {35, "session_ticket"},
    {41, "pre_shared_key"},
    {42, "early_data"},
    {43, "supported_versions"},
    {44, "cookie"},
    {45, "psk_key_exchange_modes"},
    {47, "certificate_authorities"},
    {49, "post_handshake_auth"},
    {50, "signature_algorithms_cert"},
    {51, "key_share"},
    {65281, "renegotiation_info"},
};

// The tables are in numeric order.
std::string_view name_in(std::span<const Name> table, std::uint16_t number) {
  const auto found =
      std::lower_bound(table.begin(), table.end(), number,
                       [](const Name& row, std::uint16_t n) { return row.number < n; });
  if (found != table.end() && found->number == number) return found->name;
  return is_grease(number) ? "GREASE" : "unknown";
}

std::optional<std::uint16_t> number_in(std::span<const Name> table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [name](const Name& row) { return row.name == name; });
  if (found == table.end()) return std::nullopt;
  return found->number;
}

}  // namespace

std::string_view version_name(std::uint16_t version) { return name_in(kVersions, version); }
std::string_view cipher_suite_name(std::uint16_t suite) { return name_in(kCipherSuites, suite); }
std::string_view group_name(std::uint16_t group) { return name_in(kGroups, group); }
std::string_view signature_scheme_name(std::uint16_t scheme) {
  return name_in(kSignatureSchemes, scheme);
}
std::string_view alert_name(std::uint8_t description) { return name_in(kAlerts, description); }
std::string_view extension_name(std::uint16_t extension) { return name_in(kExtensions, extension); }

std::optional<std::uint16_t> version_of(std::string_view name) {
  return number_in(kVersions, name);
}
std::optional<std::uint16_t> cipher_suite_of(std::string_view name) {
  return number_in(kCipherSuites, name);
}
std::optional<std::uint16_t> group_of(std::string_view name) { return number_in(kGroups, name); }
std::optional<std::uint16_t> signature_scheme_of(std::string_view name) {
  return number_in(kSignatureSchemes, name);
}

const std::vector<std::uint16_t>& named_cipher_suites() {
  static const std::vector<std::uint16_t> suites = [] {
    std::vector<std::uint16_t> numbers;
    for (const Name& row : kCipherSuites) numbers.push_back(row.number);
    return numbers;
  }();
  return suites;
}

}  // namespace wire
