// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers of TLS and their names: IANA's for cipher suites, groups, signature schemes and
// alerts, zcrypto's for versions ("TLSv1.2"). A number without a name gives "unknown", or "GREASE".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wire {

enum TlsVersion : std::uint16_t {
  kSsl30 = 0x0300,
  kTls10 = 0x0301,
  kTls11 = 0x0302,
  kTls12 = 0x0303,
  kTls13 = 0x0304,
};

enum class AlertLevel : std::uint8_t { warning = 1, fatal = 2 };

std::string_view version_name(std::uint16_t version);
std::string_view cipher_suite_name(std::uint16_t suite);
std::string_view group_name(std::uint16_t group);
std::string_view signature_scheme_name(std::uint16_t scheme);
std::string_view alert_name(std::uint8_t description);
std::string_view extension_name(std::uint16_t extension);

// "TLSv1.2" -> 0x0303; nullopt for a name that is none.
std::optional<std::uint16_t> version_of(std::string_view name);
std::optional<std::uint16_t> cipher_suite_of(std::string_view name);
std::optional<std::uint16_t> group_of(std::string_view name);
std::optional<std::uint16_t> signature_scheme_of(std::string_view name);

// Every cipher suite that has a name, in numeric order.
const std::vector<std::uint16_t>& named_cipher_suites();

// The values that mean nothing and that every server must pass over (RFC 8701): of suites, groups,
// extensions and signature schemes 0x0a0a, 0x1a1a, ... 0xfafa; the same for versions.
constexpr std::uint16_t grease(unsigned index) {
  return static_cast<std::uint16_t>(0x0a0a + 0x1010 * (index % 16));
}
constexpr bool is_grease(std::uint16_t value) {
  return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}

}  // namespace wire
