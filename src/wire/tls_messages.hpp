// SPDX-License-Identifier: GPL-3.0-or-later
//
// TLS handshake messages and alerts as values: SSL 3.0 to TLS 1.3 (RFC 6101, 2246, 4346, 5246,
// 8446). Parsing never fails: what cannot be read is left at its initial value and `malformed` says
// so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls_names.hpp"

namespace wire {

enum class HandshakeType : std::uint8_t {
  hello_request = 0,
  client_hello = 1,
  server_hello = 2,
  new_session_ticket = 4,
  end_of_early_data = 5,
  encrypted_extensions = 8,
  certificate = 11,
  server_key_exchange = 12,
  certificate_request = 13,
  server_hello_done = 14,
  certificate_verify = 15,
  client_key_exchange = 16,
  finished = 20,
  certificate_status = 22,
  key_update = 24,
};

enum ExtensionType : std::uint16_t {
  kServerName = 0,
  kStatusRequest = 5,
  kSupportedGroups = 10,
  kEcPointFormats = 11,
  kSignatureAlgorithms = 13,
  kAlpn = 16,
  kPadding = 21,
  kEncryptThenMac = 22,
  kExtendedMasterSecret = 23,
  kSessionTicket = 35,
  kSupportedVersions = 43,
  kPskKeyExchangeModes = 45,
  kKeyShare = 51,
  kRenegotiationInfo = 0xff01,
};

// TLS_EMPTY_RENEGOTIATION_INFO_SCSV, the cipher suite that stands for that extension (RFC 5746
// section 3.3).
inline constexpr std::uint16_t kEmptyRenegotiationScsv = 0x00ff;

struct Extension {
  std::uint16_t type = 0;
  std::string data;
};

struct ClientHello {
  std::uint16_t legacy_version = 0;
  std::string random;
  std::string session_id;
  std::vector<std::uint16_t> cipher_suites;
  std::string compression_methods;
  std::vector<Extension> extensions;
  // Read out of the extensions; empty without them.
  std::string server_name;
  std::vector<std::uint16_t> supported_versions;
  std::vector<std::uint16_t> supported_groups;
  std::vector<std::uint16_t> signature_algorithms;
  std::vector<std::uint16_t> key_share_groups;
  std::vector<std::string> alpn_protocols;
  std::size_t length = 0;  // octets of the message that was parsed, its header included
  bool malformed = false;

  [[nodiscard]] bool has(std::uint16_t extension) const;
};

struct ServerHello {
  std::uint16_t legacy_version = 0;
  std::string random;
  std::string session_id;
  std::uint16_t cipher_suite = 0;
  std::uint8_t compression_method = 0;
  std::vector<Extension> extensions;
  std::optional<std::uint16_t> selected_version;  // supported_versions (RFC 8446 section 4.2.1)
  std::optional<std::uint16_t> key_share_group;   // also what a HelloRetryRequest asks for
  std::string alpn_protocol;
  bool malformed = false;

  [[nodiscard]] bool has(std::uint16_t extension) const;
  // The version that was negotiated: selected_version where given, else legacy_version.
  [[nodiscard]] std::uint16_t version() const { return selected_version.value_or(legacy_version); }
  // The random that marks a HelloRetryRequest (RFC 8446 section 4.1.3).
  [[nodiscard]] bool is_hello_retry_request() const;
};

// TLS 1.2 and older; in TLS 1.3 it is encrypted.
struct CertificateMessage {
  std::vector<std::string> certificates;  // DER, as sent: the server's own should be first
  bool malformed = false;
};

enum class KeyExchange : std::uint8_t { unknown, rsa, dhe, ecdhe, ecdh, dh, psk, srp, gost };
// From the suite's registered name; TLS 1.3 suites say nothing about it: unknown.
KeyExchange key_exchange_of(std::uint16_t cipher_suite);
bool is_anonymous(std::uint16_t cipher_suite);
std::string_view to_string(KeyExchange kind);  // "rsa", "dhe", ...

struct ServerKeyExchange {
  KeyExchange kind = KeyExchange::unknown;
  unsigned dh_prime_bits = 0;
  std::string dh_prime;         // big-endian, leading zeros removed
  std::uint8_t curve_type = 0;  // 3: named_curve (RFC 8422 section 5.4)
  std::uint16_t named_curve = 0;
  std::uint16_t signature_scheme = 0;  // TLS 1.2 only; 0 otherwise
  bool malformed = false;
};

struct CertificateRequest {
  std::string certificate_types;
  std::vector<std::uint16_t> signature_algorithms;
  std::size_t authority_count = 0;
  std::size_t length = 0;  // octets of the message, its header included
  bool malformed = false;
};

struct Alert {
  std::uint8_t level = 0;  // 1 warning, 2 fatal
  std::uint8_t description = 0;
  bool operator==(const Alert&) const = default;
};

// A record with an alert in clear.
std::string write_alert(std::uint16_t version, Alert alert);

// The message with its four-octet header. Written as it stands, sound or not: random and session id
// as given, extensions from `extensions` alone (the fields read out of them are not looked at), and
// without any no extension block, as SSL 3.0 wants it.
std::string write_client_hello(const ClientHello& hello);

// `body`: the message without its four-octet header.
ClientHello parse_client_hello(std::string_view body);
ServerHello parse_server_hello(std::string_view body);
CertificateMessage parse_certificate_message(std::string_view body);
ServerKeyExchange parse_server_key_exchange(std::string_view body, std::uint16_t version,
                                            std::uint16_t cipher_suite);
CertificateRequest parse_certificate_request(std::string_view body, std::uint16_t version);

}  // namespace wire
