// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

#include "base/time.hpp"

namespace net {

// So many in a second and no more than a tenth of that at once. Counts with the clock it is given,
// and holds one number: the time at which the bucket will be full again (the "generic cell rate
// algorithm" of ITU-T I.371).
class TokenBucket {
 public:
  // 0 per second: no limit.
  explicit TokenBucket(unsigned per_second)
      : interval_(per_second == 0 ? 0 : 1'000'000'000 / static_cast<long>(per_second)),
        slack_(interval_ * (std::max(per_second / 10, 1U) - 1)) {}

  [[nodiscard]] bool has_token(base::Instant now) const { return next_token() <= now; }
  // The first millisecond at which has_token(); in the past when it has one.
  [[nodiscard]] base::Instant next_token() const {
    return std::chrono::ceil<base::Milliseconds>(full_at_ - slack_);
  }
  // Also without a token: then the next ones are later by it.
  void take(base::Instant now) { full_at_ = std::max<Precise>(full_at_, now) + interval_; }

 private:
  using Precise = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

  std::chrono::nanoseconds interval_;
  std::chrono::nanoseconds slack_;
  Precise full_at_{};
};

}  // namespace net
