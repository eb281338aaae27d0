// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check policy_kept_for_weeks() {
  return {.requirement = "Senders keep the MTA-STS policy for at least a week.",
          .level = Level::should,
          .subject = Subject::domain,
          .citations = {{"RFC 8461", "3.2",
                         "To mitigate attacks at the time when the policy is fetched again, "
                         "max_age is expected to be in the range of weeks or greater."},
                        {"RFC 8461", "10.2",
                         "Since who keeps senders from finding a policy is rid of it, max_age "
                         "SHOULD be as long as is practical."}},
          .precedence =
              "How long is practical the document leaves to the domain, and a short time is right "
              "while a policy is tried: information.",
          .wants = {yes("mta_sts_max_age_at_least_week")},
          .broken = Result::info,
          .tested = "The policy's max_age is read.",
          .remedies = {{"",
                        "Set max_age: 604800 (a week) or more once the policy has proved itself; "
                        "31557600 is the most. It does not slow down changes: senders fetch the "
                        "policy again when the id of the record changes."}}};
}

}  // namespace checks::rfc8461
