// SPDX-License-Identifier: GPL-3.0-or-later
//
// What WolfsslServer and the program wolfssl_server say to each other. A question is an octet of
// Ask and one text; the answer is an octet of State and two texts, the octets for the client and
// those decrypted. A text is its length in four octets, most significant first, and its octets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace support::wolfssl_frames {

enum class Ask : char { received = 'r', write = 'w', shut_down = 's' };
enum class State : char { handshaking = 'h', open = 'o', failed = 'f' };

inline constexpr std::size_t kMaxText = std::size_t{16} * 1024 * 1024;  // a mistake is larger

inline std::string text(std::string_view bytes) {
  std::string framed;
  for (const int shift : {24, 16, 8, 0})
    framed += static_cast<char>(static_cast<unsigned char>(bytes.size() >> shift));
  return framed.append(bytes);
}

inline std::size_t length(std::string_view four_octets) {
  std::size_t value = 0;
  for (const char octet : four_octets) value = value << 8 | static_cast<unsigned char>(octet);
  return value;
}

}  // namespace support::wolfssl_frames
