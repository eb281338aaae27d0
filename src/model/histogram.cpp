// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/histogram.hpp"

#include <algorithm>

namespace model {

void Histogram::add(base::Milliseconds time) {
  const std::int64_t ms = std::max<std::int64_t>(time.count(), 0);
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), ms);
  ++counts_[static_cast<std::size_t>(bound - kBounds.begin())];
  ++count_;
  sum_ms_ += static_cast<std::uint64_t>(ms);
}

Histogram& Histogram::operator+=(const Histogram& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  sum_ms_ += other.sum_ms_;
  return *this;
}

std::optional<double> Histogram::quantile_ms(double share) const {
  if (count_ == 0) return std::nullopt;
  const double wanted = std::clamp(share, 0.0, 1.0) * static_cast<double>(count_);
  double below = 0;
  for (std::size_t i = 0; i < kBounds.size(); ++i) {
    const double here = static_cast<double>(counts_[i]);
    if (here > 0 && below + here >= wanted) {
      const double from = i == 0 ? 0.0 : static_cast<double>(kBounds[i - 1]);
      return from + (static_cast<double>(kBounds[i]) - from) * (wanted - below) / here;
    }
    below += here;
  }
  return static_cast<double>(kBounds.back());
}

}  // namespace model
