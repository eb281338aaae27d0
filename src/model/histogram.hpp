// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/time.hpp"

namespace model {

// How often something took how long. The bounds are the same in every run, so that histograms of
// loops, shards and runs can be added up.
class Histogram {
 public:
  // Milliseconds; a bucket holds what took no longer than its bound and longer than the one before.
  static constexpr std::array<std::int64_t, 17> kBounds{
      1,     2,     5,     10,     20,     50,     100,     200,    500,
      1'000, 2'000, 5'000, 10'000, 20'000, 50'000, 100'000, 200'000};
  // One more than the bounds: the last is for whatever took longer than all of them.
  using Counts = std::array<std::uint64_t, kBounds.size() + 1>;

  void add(base::Milliseconds time);  // less than nothing counts as nothing
  Histogram& operator+=(const Histogram& other);

  [[nodiscard]] const Counts& counts() const { return counts_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t sum_ms() const { return sum_ms_; }

  // The time that `share` (0 to 1) of them did not exceed, as far as the buckets tell: evenly
  // spread within one, and the last bound where it lies behind all. nullopt when there are none.
  [[nodiscard]] std::optional<double> quantile_ms(double share) const;

  bool operator==(const Histogram&) const = default;

 private:
  Counts counts_{};
  std::uint64_t count_ = 0;
  std::uint64_t sum_ms_ = 0;
};

}  // namespace model
