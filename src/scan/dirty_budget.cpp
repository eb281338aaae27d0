// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/dirty_budget.hpp"

#include <algorithm>

namespace scan {

void DirtyBudget::note(const base::IpAddress& address, base::Instant now) {
  while (!in_order_.empty() && in_order_.front().first + kWindow <= now) {
    const auto found = closes_.find(in_order_.front().second);
    found->second.pop_front();
    if (found->second.empty()) closes_.erase(found);
    in_order_.pop_front();
  }
  closes_[address].push_back(now);
  in_order_.emplace_back(now, address);
}

base::Instant DirtyBudget::free_at(const base::IpAddress& address, base::Instant now,
                                   std::size_t count) const {
  const auto found = closes_.find(address);
  if (found == closes_.end()) return now;
  const std::deque<base::Instant>& closes = found->second;
  const std::size_t allowed = kMost - std::min(count, kMost);  // may still count then
  if (closes.size() <= allowed) return now;
  return std::max(now, closes[closes.size() - allowed - 1] + kWindow);
}

}  // namespace scan
