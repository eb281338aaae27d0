// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <unordered_map>
#include <utility>

#include "base/ip_address.hpp"
#include "base/time.hpp"

namespace scan {

// How many conversations with an address may still end in a way that its log complains about. Log
// watchers (fail2ban's filters for Postfix) ban for the fifth in ten minutes.
//
// Pure: time is an argument, and never goes back. Holds one entry for each dirty close of the last
// ten minutes.
class DirtyBudget {
 public:
  static constexpr std::size_t kMost = 4;
  static constexpr base::Milliseconds kWindow{10 * 60 * 1000};

  void note(const base::IpAddress& address, base::Instant now);
  // When `count` more fit, at most kMost: `now`, or later.
  [[nodiscard]] base::Instant free_at(const base::IpAddress& address, base::Instant now,
                                      std::size_t count) const;

 private:
  std::unordered_map<base::IpAddress, std::deque<base::Instant>> closes_;
  std::deque<std::pair<base::Instant, base::IpAddress>> in_order_;
};

}  // namespace scan
