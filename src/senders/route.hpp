// SPDX-License-Identifier: GPL-3.0-or-later
//
// The walk of a sender along the MX hosts of a domain.
#pragma once

#include <string>
#include <vector>

#include "senders/encounter.hpp"

namespace senders {

// One address of one MX host.
struct Stop {
  unsigned preference = 0;
  std::string endpoint_id;
  Encounter encounter;
};

struct Arrival {
  model::Delivery delivery = model::Delivery::unknown;
  Hurdle hurdle{};
  std::string_view tlsrpt_result{};
  std::string tlsrpt_reason{};
  std::string endpoint_id{};
};

// By preference, the least first; among those of one preference any may be tried first (RFC 5321
// section 5.1). `stops` sorted by preference. Never next_mx; defer_until_expiry where none is left.
Arrival walk(const std::vector<Stop>& stops, const model::Queue& queue);

}  // namespace senders
