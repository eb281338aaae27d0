// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check policy_covers_every_mx() {
  return {
      .requirement = "An MTA-STS policy of mode enforce names every MX host of the domain.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations = {{"RFC 8461", "4.1",
                     "An MX host is valid if the name in the MX record matches one of the policy's "
                     "mx; a wildcard stands for the left-most label alone."},
                    {"RFC 8461", "5",
                     "In mode enforce senders MUST NOT deliver to hosts that fail MX matching."},
                    {"RFC 8461", "8.1",
                     "Senders use a policy until text and record are updated and the record's TTL "
                     "has passed; old policies SHOULD continue to work for that time."}},
      .applies = {yes("mta_sts_enforced")},
      .wants = {yes("mta_sts_covers_every_mx")},
      .tested =
          "The policy is fetched, and each name in an MX record is compared with its mx lines.",
      .remedies = {{"",
                    "Add an mx line for each host that is listed, or take its MX record out, then "
                    "change the id of the record at _mta-sts. When MX hosts change, the policy "
                    "comes first: write the new host into it, change the id, wait for the TTL of "
                    "that record, then change the MX record."}}};
}

}  // namespace checks::rfc8461
