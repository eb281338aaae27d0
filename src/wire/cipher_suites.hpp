// SPDX-License-Identifier: GPL-3.0-or-later
//
// Classes of cipher suites: what a probe can name instead of numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wire {

// More than this in one ClientHello some servers ignore or refuse.
inline constexpr std::size_t kMostCipherSuites = 64;

// "tls13", "ecdhe-rsa", "ecdhe-ecdsa", "dhe", "static-rsa", "anonymous", "3des", "rc4", "null",
// "export": every suite of the kind that has a name, whatever its strength, but for those that want
// a shared secret (PSK, SRP, Kerberos) or, outside "null" and "export", protect nothing.
// "sound": what OpenSSL 3 offers by default. "common": those and the weak ones that servers of the
// last twenty years had, the best first. Empty for a word that is no class. Each class is at most
// kMostCipherSuites long.
std::vector<std::uint16_t> cipher_suites_in(std::string_view class_name);
std::span<const std::string_view> cipher_suite_class_names();

}  // namespace wire
