// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.hpp"

namespace net {

// Whether a name server is worth asking: one that has said nothing kMostSilences times in a row is
// set aside for some seconds; then a single query, the probe, finds out whether it is back. Any
// answer brings it back at once, that to an earlier query too. So a dead one of three costs a few
// time limits and not a third of all lookups. Pure: time is an argument.
class NameServerHealth {
 public:
  static constexpr unsigned kMostSilences = 5;

  explicit NameServerHealth(base::Milliseconds rest) : rest_(rest) {}

  [[nodiscard]] bool in_service(base::Instant now) const {
    return silences_ < kMostSilences || (!probing_ && now >= until_);
  }

  // A query goes to it. True when that is the probe, which silent() wants to know.
  bool sent(base::Instant now) {
    if (silences_ < kMostSilences || !in_service(now)) return false;
    probing_ = true;
    return true;
  }
  void answered() {
    silences_ = 0;
    probing_ = false;
  }
  void silent(bool probe, base::Instant now) {
    if (silences_ < kMostSilences) {
      if (++silences_ == kMostSilences) until_ = now + rest_;
    } else if (probe) {
      probing_ = false;
      until_ = now + rest_;
    }
  }

 private:
  base::Milliseconds rest_;
  unsigned silences_ = 0;  // in a row
  bool probing_ = false;
  base::Instant until_{};
};

}  // namespace net
