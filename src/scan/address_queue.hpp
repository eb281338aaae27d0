// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <unordered_map>

#include "base/time.hpp"
#include "model/endpoint.hpp"

namespace scan {

// Endpoints that wait for their visit, at most one visit to an address at a time and the visits to
// one address spaced. An address that must wait holds nobody else up.
//
//   waiting --take()--> busy --release()--> resting for `spacing` --> waiting again, or forgotten
//
// Pure: time is an argument.
class AddressQueue {
 public:
  explicit AddressQueue(base::Milliseconds spacing) : spacing_(spacing) {}

  void add(const model::Endpoint& endpoint);
  // The next endpoint whose address may be visited at `now`; in the order added, as far as
  // addresses allow.
  std::optional<model::Endpoint> take(base::Instant now);
  // The visit that take() began is over; the address rests for the spacing, or longer.
  void release(const base::IpAddress& address, base::Instant now, base::Instant not_before = {});

  // When take() is worth asking again without another add() or release(); nullopt: not before one.
  [[nodiscard]] std::optional<base::Instant> next_change() const;
  [[nodiscard]] std::size_t waiting() const { return waiting_; }
  // Addresses that take() could give out now.
  [[nodiscard]] std::size_t ready() const { return ready_.size(); }
  // Forgets who waits.
  void clear_waiting();

 private:
  struct Address {
    std::deque<model::Endpoint> endpoints;
    bool available = true;  // neither busy nor resting
  };
  void wake(base::Instant now);

  base::Milliseconds spacing_;
  std::unordered_map<base::IpAddress, Address> addresses_;
  std::deque<base::IpAddress> ready_;                      // available, with endpoints waiting
  std::multimap<base::Instant, base::IpAddress> resting_;  // by when the rest is over
  std::size_t waiting_ = 0;
};

}  // namespace scan
