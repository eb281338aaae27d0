// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace facts {

// Cipher suites, groups, signature schemes, versions: IANA's numbers.
using Numbers = std::vector<std::uint16_t>;

inline bool contains(const Numbers& values, std::uint16_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace facts
