// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check record_well_formed() {
  return {
      .requirement =
          "The MTA-STS record is written as the grammar has it, with an id of letters and "
          "digits.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations =
          {{"RFC 8461", "3.1",
            "The record MUST be semicolon-separated key/value pairs; v and id are required, the "
            "id is 1 to 32 letters and digits."},
           {"RFC 8461", "3.1",
            "If the record is syntactically invalid, senders MUST assume the domain does not "
            "have an available MTA-STS Policy."}},
      .wants = {yes("mta_sts_record_well_formed")},
      .tested = "TXT of _mta-sts is asked for, and each record that begins with v=STSv1 is read.",
      .remedies = {{"",
                    "Write _mta-sts TXT \"v=STSv1; id=20260131T120000;\" with another id for each "
                    "change of the policy; no hyphens, colons or quotes in the id."}}};
}

}  // namespace checks::rfc8461
