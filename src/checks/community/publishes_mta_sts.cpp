// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check publishes_mta_sts() {
  return {
      .requirement = "The domain has an MTA-STS record.",
      .level = Level::community,
      .subject = Subject::domain,
      .citations =
          {{"RFC 8461", "1",
            "By a policy the domain says whether senders can expect authenticated TLS, and what "
            "to do without."},
           {"RFC 8461", "3",
            "To discover if a domain implements MTA-STS, a sender need only resolve a single "
            "TXT record."}},
      // Of a domain with hosts to deliver to: several_mx is known of no other.
      .applies = {known("several_mx")},
      .wants = {yes("mta_sts_record")},
      .broken = Result::info,
      .tested = "TXT of _mta-sts is asked for; the policy itself does not matter here.",
      .remedies = {
          {"",
           "Put a policy, mode: testing at first, at "
           "https://mta-sts.DOMAIN/.well-known/mta-sts.txt, then write _mta-sts TXT \"v=STSv1; "
           "id=1;\". DANE does the same, and more, where the zone is signed."}}};
}

}  // namespace checks::community
