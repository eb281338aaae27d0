// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/hello_text.hpp"

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/text_columns.hpp"
#include "wire/tls_names.hpp"

namespace cli {
namespace {

using report::field;
using report::listed;
using report::shown;
using report::subfield;

using Numbers = std::vector<std::uint16_t>;
using Names = std::string_view (*)(std::uint16_t);

// The numbers of groups are known in decimal, all others in hexadecimal.
std::string decimal(std::string_view name, unsigned number) {
  return fmt::format("{} ({})", name, number);
}
std::string hexadecimal(std::string_view name, unsigned number) {
  return fmt::format("{} (0x{:04x})", name, number);
}
std::string version_text(std::uint16_t version) {
  return hexadecimal(wire::version_name(version), version);
}
std::string suite_text(std::uint16_t suite) {
  return hexadecimal(wire::cipher_suite_name(suite), suite);
}
std::string group_text(std::uint16_t group) { return decimal(wire::group_name(group), group); }
std::string scheme_text(std::uint16_t scheme) {
  return hexadecimal(wire::signature_scheme_name(scheme), scheme);
}

// RFC 3749, RFC 3943.
std::string compression_text(std::uint16_t method) {
  return decimal(method == 0    ? "none"
                 : method == 1  ? "DEFLATE"
                 : method == 64 ? "LZS"
                                : "unknown",
                 method);
}

// IANA "TLS ClientCertificateType Identifiers".
std::string certificate_type_text(std::uint16_t type) {
  switch (type) {
    case 1:
      return decimal("rsa_sign", type);
    case 2:
      return decimal("dss_sign", type);
    case 3:
      return decimal("rsa_fixed_dh", type);
    case 4:
      return decimal("dss_fixed_dh", type);
    case 64:
      return decimal("ecdsa_sign", type);
    case 65:
      return decimal("rsa_fixed_ecdh", type);
    case 66:
      return decimal("ecdsa_fixed_ecdh", type);
    default:
      return decimal("unknown", type);
  }
}

std::string octets_text(std::size_t count) {
  return fmt::format("{} {}", count, count == 1 ? "octet" : "octets");
}

Numbers numbers_of(std::string_view octets) {
  Numbers numbers;
  for (const char octet : octets) numbers.push_back(static_cast<std::uint8_t>(octet));
  return numbers;
}

std::string list_text(const Numbers& values, std::string (*text_of)(std::uint16_t)) {
  std::string text;
  for (const std::uint16_t value : values) text += (text.empty() ? "" : ", ") + text_of(value);
  return text.empty() ? "none" : text;
}

std::string suites_text(const Numbers& suites) {
  std::string text = subfield("cipher suites", std::to_string(suites.size()));
  for (const std::uint16_t suite : suites)
    text += fmt::format("{:>16}0x{:04x} {}\n", "", suite, wire::cipher_suite_name(suite));
  return text;
}

// ---- Extensions ---------------------------------------------------------------------------------

std::string extension_label(std::uint16_t type) {
  if (type == wire::kAlpn) return "ALPN";  // its registered name is wider than the column
  const std::string_view name = wire::extension_name(type);
  const bool registered = name != "unknown" && name != "GREASE";
  if (registered) return std::string(name);
  return fmt::format("{} 0x{:04x}", name == "GREASE" ? "GREASE" : "extension", type);
}

std::string client_extension_text(const wire::ClientHello& hello,
                                  const wire::Extension& extension) {
  switch (extension.type) {
    case wire::kServerName:
      return shown(hello.server_name);
    case wire::kSupportedVersions:
      return list_text(hello.supported_versions, version_text);
    case wire::kSupportedGroups:
      return list_text(hello.supported_groups, group_text);
    case wire::kKeyShare:
      return list_text(hello.key_share_groups, group_text);
    case wire::kSignatureAlgorithms:
      return list_text(hello.signature_algorithms, scheme_text);
    case wire::kAlpn:
      return listed(hello.alpn_protocols);
    default:
      return octets_text(extension.data.size());
  }
}

std::string server_extension_text(const wire::ServerHello& hello,
                                  const wire::Extension& extension) {
  if (extension.type == wire::kSupportedVersions && hello.selected_version)
    return version_text(*hello.selected_version);
  if (extension.type == wire::kKeyShare && hello.key_share_group)
    return group_text(*hello.key_share_group);
  if (extension.type == wire::kAlpn && !hello.alpn_protocol.empty())
    return shown(hello.alpn_protocol);
  return octets_text(extension.data.size());
}

// What a sender looks for in TLS 1.2 and older, and may look for in vain.
std::string missing_extensions_text(const wire::ServerHello& hello) {
  std::string text;
  if (hello.version() >= wire::kTls13) return text;
  for (const std::uint16_t type : {wire::kExtendedMasterSecret, wire::kRenegotiationInfo}) {
    if (!hello.has(type)) text += subfield(extension_label(type), "absent");
  }
  return text;
}

// The end of the random tells of a downgrade (RFC 8446 section 4.1.3).
std::string random_text(const wire::ServerHello& hello) {
  using namespace std::string_view_literals;
  constexpr std::size_t kTail = 8;
  if (hello.random.size() < kTail) return subfield("random", octets_text(hello.random.size()));
  const std::string tail = hello.random.substr(hello.random.size() - kTail);
  std::string text = subfield("random", "... " + base::hex(tail));
  if (tail == "DOWNGRD\x01"sv) text += subfield("downgrade sentinel", "TLS 1.2");
  if (tail == "DOWNGRD\x00"sv) text += subfield("downgrade sentinel", "TLS 1.1");
  return text;
}

std::string malformed_text(bool malformed) {
  return malformed ? subfield("malformed", "some of it could not be read") : std::string();
}

}  // namespace

std::string client_hello_text(const wire::ClientHello& hello) {
  std::string text = field("ClientHello", octets_text(hello.length));
  text += subfield("legacy_version", version_text(hello.legacy_version));
  text += subfield("session id", octets_text(hello.session_id.size()));
  text += suites_text(hello.cipher_suites);
  text +=
      subfield("compression", list_text(numbers_of(hello.compression_methods), compression_text));
  for (const wire::Extension& extension : hello.extensions)
    text += subfield(extension_label(extension.type), client_extension_text(hello, extension));
  return text + malformed_text(hello.malformed);
}

std::string server_hello_text(const wire::ServerHello& hello) {
  std::string text = field(hello.is_hello_retry_request() ? "HelloRetryRequest" : "ServerHello",
                           std::string(wire::version_name(hello.version())));
  text += subfield("legacy_version", version_text(hello.legacy_version));
  text += random_text(hello);
  text += subfield("session id", octets_text(hello.session_id.size()));
  text += subfield("cipher suite", suite_text(hello.cipher_suite));
  text += subfield("compression", compression_text(hello.compression_method));
  for (const wire::Extension& extension : hello.extensions)
    text += subfield(extension_label(extension.type), server_extension_text(hello, extension));
  return text + missing_extensions_text(hello) + malformed_text(hello.malformed);
}

std::string server_key_exchange_text(const wire::ServerKeyExchange& message) {
  std::string text = field("ServerKeyExchange", wire::to_string(message.kind));
  if (message.named_curve != 0) text += subfield("curve", group_text(message.named_curve));
  if (message.dh_prime_bits != 0)
    text += subfield("DH prime", fmt::format("{} bits", message.dh_prime_bits));
  if (message.signature_scheme != 0)
    text += subfield("signature", scheme_text(message.signature_scheme));
  return text + malformed_text(message.malformed);
}

std::string certificate_request_text(const wire::CertificateRequest& message) {
  std::string text =
      field("CertificateRequest", fmt::format("{} authorities", message.authority_count));
  text += subfield("certificate types",
                   list_text(numbers_of(message.certificate_types), certificate_type_text));
  if (!message.signature_algorithms.empty())
    text += subfield("signature_algorithms", list_text(message.signature_algorithms, scheme_text));
  return text + malformed_text(message.malformed);
}

}  // namespace cli
