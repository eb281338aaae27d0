// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace base {

// 32 octets, not hex. By wolfCrypt, the only cryptography in the process.
std::string sha256(std::string_view bytes);
std::string sha512(std::string_view bytes);  // 64 octets

}  // namespace base
