// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/address_queue.hpp"

#include <algorithm>
#include <cassert>

namespace scan {

void AddressQueue::add(const model::Endpoint& endpoint) {
  Address& address = addresses_[endpoint.ip];
  if (address.available && address.endpoints.empty()) ready_.push_back(endpoint.ip);
  address.endpoints.push_back(endpoint);
  ++waiting_;
}

std::optional<model::Endpoint> AddressQueue::take(base::Instant now) {
  wake(now);
  if (ready_.empty()) return std::nullopt;
  Address& address = addresses_[ready_.front()];
  ready_.pop_front();
  model::Endpoint endpoint = std::move(address.endpoints.front());
  address.endpoints.pop_front();
  address.available = false;
  --waiting_;
  return endpoint;
}

void AddressQueue::release(const base::IpAddress& address, base::Instant now,
                           base::Instant not_before) {
  assert(addresses_.count(address) != 0 && !addresses_[address].available &&
         "only an address that take() gave out is released");
  resting_.emplace(std::max(now + spacing_, not_before), address);
}

void AddressQueue::wake(base::Instant now) {
  while (!resting_.empty() && resting_.begin()->first <= now) {
    const auto found = addresses_.find(resting_.begin()->second);
    resting_.erase(resting_.begin());
    found->second.available = true;
    if (found->second.endpoints.empty()) {
      addresses_.erase(found);
    } else {
      ready_.push_back(found->first);
    }
  }
}

std::optional<base::Instant> AddressQueue::next_change() const {
  if (waiting_ == 0 || resting_.empty()) return std::nullopt;
  return resting_.begin()->first;
}

void AddressQueue::clear_waiting() {
  for (auto& entry : addresses_) entry.second.endpoints.clear();
  ready_.clear();
  for (auto entry = addresses_.begin(); entry != addresses_.end();) {
    entry = entry->second.available ? addresses_.erase(entry) : std::next(entry);
  }
  waiting_ = 0;
}

}  // namespace scan
