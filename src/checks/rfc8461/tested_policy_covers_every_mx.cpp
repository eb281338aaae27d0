// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check tested_policy_covers_every_mx() {
  return {.requirement = "An MTA-STS policy of mode testing names every MX host of the domain.",
          .level = Level::must,
          .subject = Subject::domain,
          .citations = {{"RFC 8461", "4.1",
                         "An MX host is valid if the name in the MX record matches one of the "
                         "policy's mx; a wildcard stands for the left-most label alone."},
                        {"RFC 8461", "5",
                         "In mode testing senders report what fails, and messages may be delivered "
                         "as though nothing had failed."}},
          .precedence =
              "As long as the mode is testing mail comes in all the same; in mode enforce it would "
              "not: a warning.",
          .applies = {no("mta_sts_enforced")},
          .wants = {yes("mta_sts_covers_every_mx")},
          .broken = Result::warn,
          .tested =
              "The policy is fetched, and each name in an MX record is compared with its mx lines.",
          .remedies = {{"",
                        "Add an mx line for each host that is listed before the mode becomes "
                        "enforce, and change the id of the record at _mta-sts."}}};
}

}  // namespace checks::rfc8461
