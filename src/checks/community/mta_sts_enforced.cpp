// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check mta_sts_enforced() {
  return {
      .requirement = "The MTA-STS policy is in force: its mode is enforce.",
      .level = Level::community,
      .subject = Subject::domain,
      .citations = {{"RFC 8461", "5",
                     "In mode enforce senders MUST NOT deliver to hosts that fail; in mode testing "
                     "they send reports, and messages may be delivered all the same; in mode none "
                     "there is no active policy."}},
      .wants = {yes("mta_sts_enforced")},
      .broken = Result::info,
      .tested = "The policy is fetched, and its mode is read.",
      .remedies = {
          {"",
           "When reports (TLSRPT) of some weeks show no failures, set mode: enforce and change the "
           "id of the record at _mta-sts. waxseal audit DOMAIN says whether mail would be lost."}}};
}

}  // namespace checks::community
