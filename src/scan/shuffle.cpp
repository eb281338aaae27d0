// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/shuffle.hpp"

#include <bit>
#include <cassert>
#include <utility>

namespace scan {

Shuffle::Entry Shuffle::draw() {
  assert(!entries_.empty() && "drawn from an empty window");
  std::swap(entries_[below(entries_.size())], entries_.back());
  Entry drawn = std::move(entries_.back());
  entries_.pop_back();
  return drawn;
}

// By rejection: std::uniform_int_distribution differs from one standard library to the next. The
// mask makes a draw good with a probability of at least a half, so this ends.
std::size_t Shuffle::below(std::size_t limit) {
  const std::uint64_t mask = std::bit_ceil(std::uint64_t{limit}) - 1;
  for (;;) {
    const std::uint64_t drawn = random_() & mask;
    if (drawn < limit) return static_cast<std::size_t>(drawn);
  }
}

}  // namespace scan
