// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a conversation costs the client, and how such measurements are set beside each other.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "load.hpp"

namespace bench {

struct Cost {
  double user = 0;    // µs per conversation
  double system = 0;  // µs per conversation
  double per_second = 0;
  double peak_rss = 0;  // MB
  [[nodiscard]] double cpu() const { return user + system; }
};

// Of one variant, one for each round.
using Rounds = std::vector<Cost>;

// Plays in this process, once to warm up and once for the measurement. Ends the program when a
// single conversation does not end as it should.
Cost measured(const Load& load, const std::function<Tally(const Load&)>& play);

struct Range {
  double median = 0;
  double least = 0;
  double most = 0;
};
Range range_of(const Rounds& rounds, double (*field)(const Cost&));
// Of the ratios within each round: what the machine did to both is left out.
Range ratio_of(const Rounds& rounds, const Rounds& to);
// "5.3 (4.9..5.8)", with so many digits behind the point.
std::string text_of(const Range& range, int digits);

// The variants in the order of this round: each goes first every other time.
template <typename Variant>
std::vector<Variant*> in_turn(std::vector<Variant>& variants, std::size_t round) {
  std::vector<Variant*> order;
  for (Variant& variant : variants) order.push_back(&variant);
  if (round % 2 == 1) std::reverse(order.begin(), order.end());
  return order;
}

}  // namespace bench
