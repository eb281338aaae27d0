// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong with the policies that a domain publishes.
#pragma once

#include <string_view>
#include <vector>

#include "report/subject.hpp"

namespace report {

// Of servers that do not fit the MTA-STS policy: why not, other findings say.
inline constexpr std::string_view kDoesNotFit = "mta_sts.does_not_fit";

struct PolicyFinding {
  Finding finding;
  std::vector<std::string_view> facts;  // by which senders stumble over it
};

std::vector<PolicyFinding> policy_findings_of(const Subject& subject);

}  // namespace report
