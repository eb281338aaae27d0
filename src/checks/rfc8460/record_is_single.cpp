// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8460 {

Check record_is_single() {
  return {
      .requirement = "There is one TLSRPT record, not several.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations = {{"RFC 8460", "3",
                     "If the number of records is not one, senders MUST assume the recipient "
                     "domain does not implement TLSRPT."}},
      .precedence = "Reports do not come; mail is delivered all the same: a warning.",
      .wants = {yes("tlsrpt_record_single")},
      .broken = Result::warn,
      .tested =
          "TXT of _smtp._tls is asked for, and the records that begin with v=TLSRPTv1 are counted.",
      .remedies = {
          {"",
           "Leave one record at _smtp._tls, with all addresses in its rua, separated by commas."}}};
}

}  // namespace checks::rfc8460
