// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers of TLS and their names: IANA's for cipher suites, groups, signature schemes and
// alerts, zcrypto's for versions ("TLSv1.2"). A number without a name gives "unknown".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

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

}  // namespace wire
