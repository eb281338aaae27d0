// SPDX-License-Identifier: GPL-3.0-or-later
//
// Questions to a text that was printed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace printed {

inline std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

inline bool has(std::string_view text, std::string_view part) { return count(text, part) > 0; }

// Octets; for text that is ASCII.
inline std::size_t widest_line(std::string_view text) {
  std::size_t widest = 0;
  for (const std::string_view line : base::split(text, '\n'))
    widest = std::max(widest, line.size());
  return widest;
}

// The line "  name      value" for a message's name or a field's.
inline std::string line(std::string_view name, std::string_view value, std::size_t indent = 14) {
  constexpr std::size_t kValueColumn = 38;
  std::string made(indent, ' ');
  made += name;
  made.resize(std::max(made.size(), kValueColumn), ' ');
  return "\n" + made + std::string(value) + "\n";
}

}  // namespace printed
