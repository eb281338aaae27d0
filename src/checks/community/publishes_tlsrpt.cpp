// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check publishes_tlsrpt() {
  return {
      .requirement = "The domain has a TLSRPT record.",
      .level = Level::community,
      .subject = Subject::domain,
      .citations = {{"RFC 8460", "3",
                     "A domain publishes a record to its DNS indicating that it wishes to receive "
                     "reports."}},
      // Of a domain with hosts to deliver to: several_mx is known of no other.
      .applies = {known("several_mx")},
      .wants = {yes("tlsrpt_record")},
      .broken = Result::info,
      .tested = "TXT of _smtp._tls is asked for.",
      .remedies = {
          {"",
           "Write _smtp._tls TXT \"v=TLSRPTv1; rua=mailto:ADDRESS\": large senders report then "
           "each day what failed, even without a policy."}}};
}

}  // namespace checks::community
