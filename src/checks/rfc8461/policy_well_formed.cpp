// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check policy_well_formed() {
  return {
      .requirement = "The MTA-STS policy has no lines but fields, and none twice but mx.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations = {{"RFC 8461", "3.2",
                     "A policy is a list of fields, a name and a value with a colon between them, "
                     "one a line."},
                    {"RFC 8461", "3.2",
                     "Of fields that stand twice, mx apart, all but the first SHALL be ignored."}},
      .precedence =
          "Senders pass over what they do not understand, so that the policy counts without it: a "
          "warning.",
      .wants = {yes("mta_sts_policy_well_formed")},
      .broken = Result::warn,
      .tested =
          "The text is fetched, and what remains of it besides what senders need is read as the "
          "section's grammar has it.",
      .remedies = {{"",
                    "Take out what is named: a comment, an empty line, a second mode or max_age. "
                    "An mx that is no name of a host covers none: write mx.example.org or "
                    "*.example.org, without a URL, an address or a port."}}};
}

}  // namespace checks::rfc8461
