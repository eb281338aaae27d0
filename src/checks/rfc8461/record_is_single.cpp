// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check record_is_single() {
  return {.requirement = "There is one MTA-STS record, not several.",
          .level = Level::must,
          .subject = Subject::domain,
          .citations =
              {{"RFC 8461", "3.1",
                "If the number of records is not one, senders MUST assume the domain does not have "
                "an available MTA-STS Policy."}},
          .wants = {yes("mta_sts_record_single")},
          .tested =
              "TXT of _mta-sts is asked for, and the records that begin with v=STSv1 are counted.",
          .remedies = {
              {"",
               "Leave one record at _mta-sts: the one whose id was changed last. Until then the "
               "policy is as good as none to senders who do not know it yet."}}};
}

}  // namespace checks::rfc8461
