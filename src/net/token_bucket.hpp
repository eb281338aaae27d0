// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

#include "base/time.hpp"

namespace net {

// The time from one to the next, of so many in a second; 0: no limit. A rate of less than one an
// hour counts as one an hour.
inline std::chrono::nanoseconds interval_of(double per_second) {
  constexpr double least = 1.0 / 3'600;
  return std::chrono::nanoseconds(
      per_second <= 0 ? 0 : static_cast<long>(1e9 / std::max(per_second, least)));
}

// So many in a second, and at once a tenth of that, but one at least: any second sees at most 1.1
// times as many, and one. Counts with the
// clock it is given, and holds one number beside its rate: the time at which the bucket will be
// full again (the "generic cell rate algorithm" of ITU-T I.371).
class TokenBucket {
 public:
  // 0 per second: no limit.
  explicit TokenBucket(double per_second) { set_rate(per_second); }

  // What is still owed for what was taken is owed at the new rate.
  void set_rate(double per_second, base::Instant now = {}) {
    const Precise owed_from = now;
    const double before = static_cast<double>(interval_.count());
    interval_ = interval_of(per_second);
    if (before > 0 && full_at_ > owed_from && owed_from > Precise{}) {
      const double owed = static_cast<double>((full_at_ - owed_from).count());
      full_at_ = owed_from + std::chrono::nanoseconds(static_cast<long>(
                                 owed * static_cast<double>(interval_.count()) / before));
    }
    const long at_once = std::max(static_cast<long>(per_second / 10), 1L);
    slack_ = interval_ * (at_once - 1);
  }

  [[nodiscard]] bool has_token(base::Instant now) const { return next_token() <= now; }
  // The first millisecond at which has_token(); in the past when it has one.
  [[nodiscard]] base::Instant next_token() const {
    if (interval_.count() == 0) return base::Instant{};
    return std::chrono::ceil<base::Milliseconds>(full_at_ - slack_);
  }
  // The first millisecond at which the bucket is as good as new.
  [[nodiscard]] base::Instant full_at() const {
    return std::chrono::ceil<base::Milliseconds>(full_at_);
  }
  // Also without a token: then the next ones are later by it.
  void take(base::Instant now) { full_at_ = std::max<Precise>(full_at_, now) + interval_; }

 private:
  using Precise = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

  std::chrono::nanoseconds interval_{};
  std::chrono::nanoseconds slack_{};
  Precise full_at_{};
};

}  // namespace net
