// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/records.hpp"
#include "wire/mta_sts_policy.hpp"

namespace senders {

// What a sender finds of a domain's MTA-STS policy (RFC 8461) that has kept no earlier one.
struct MtaStsPolicy {
  enum class State : std::uint8_t {
    none,      // no record that senders would follow (section 3.1)
    not_read,  // announced; nobody asked, or the way to it was ours to miss
    unusable,  // announced, and none that counts: delivery goes on as without (section 3.3)
    read,
  };
  State state = State::none;
  std::string_view property{};  // of not_read and unusable: the fact behind it, a literal
  std::string why{};            // of the same: a clause
  wire::MtaStsPolicy policy{};  // of `read`

  // An mx of the policy stands for the MX host (section 4.1).
  [[nodiscard]] bool covers(std::string_view mx_host) const;
};

// Pure. `domain.facts` are not looked at.
MtaStsPolicy mta_sts_policy_of(const model::DomainRecord& domain);

}  // namespace senders
