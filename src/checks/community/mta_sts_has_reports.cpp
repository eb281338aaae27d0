// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check mta_sts_has_reports() {
  return {.requirement = "A domain with an MTA-STS record has a TLSRPT record too.",
          .level = Level::community,
          .subject = Subject::domain,
          .citations =
              {{"RFC 8460", "2",
                "TLSRPT lets senders that are compatible with MTA-STS or DANE share success and "
                "failure statistics with recipient domains."}},
          .applies = {yes("mta_sts_record")},
          .wants = {yes("tlsrpt_record")},
          .tested = "TXT of _mta-sts and of _smtp._tls are asked for.",
          .remedies = {
              {"",
               "Write _smtp._tls TXT \"v=TLSRPTv1; rua=mailto:ADDRESS\". Without it the mail that "
               "a policy of mode enforce keeps away does so silently, and mode testing tells "
               "nothing."}}};
}

}  // namespace checks::community
