// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace wire {

// The octets of a big-endian number without the zeros in front; empty for zero.
inline std::string_view without_leading_zeros(std::string_view number) {
  number.remove_prefix(std::min(number.find_first_not_of('\0'), number.size()));
  return number;
}

// Of a big-endian number of any length: 2048 for a modulus of that size, 0 for zero.
inline unsigned bit_length(std::string_view number) {
  number = without_leading_zeros(number);
  if (number.empty()) return 0;
  unsigned bits = static_cast<unsigned>(number.size() - 1) * 8;
  for (unsigned lead = static_cast<std::uint8_t>(number[0]); lead != 0; lead >>= 1) ++bits;
  return bits;
}

}  // namespace wire
