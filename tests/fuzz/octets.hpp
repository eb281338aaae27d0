// SPDX-License-Identifier: GPL-3.0-or-later
//
// What every fuzz target needs: its input as a view, and a way to say what must hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

inline std::string_view octets(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void require(bool holds) {
  if (!holds) __builtin_trap();
}
