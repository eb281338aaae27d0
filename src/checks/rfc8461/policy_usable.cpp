// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check policy_usable() {
  return {
      .requirement =
          "The text of the MTA-STS policy has a version, a mode, a max_age and an mx that senders "
          "understand.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations =
          {{"RFC 8461", "3.2",
            "version is STSv1; mode is enforce, testing or none; max_age is at most 31557600 "
            "seconds; each of them is required, and an mx at least once, except in mode none."}},
      .wants = {yes("mta_sts_policy_usable")},
      .tested =
          "The text is fetched and read as the section's grammar has it; line ends may be LF or "
          "CRLF, and unknown fields are passed over.",
      .remedies = {
          {"",
           "Write one field a line, each name in lower case with a colon: version: STSv1, mode: "
           "testing, mx: mx.example.org (a line for each MX host), max_age: 604800. Then change "
           "the id of the record at _mta-sts: senders fetch the text again when it changes."}}};
}

}  // namespace checks::rfc8461
