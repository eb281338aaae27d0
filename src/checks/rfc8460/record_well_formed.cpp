// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8460 {

Check record_well_formed() {
  return {
      .requirement = "The TLSRPT record is written as the grammar has it, with a rua.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations =
          {{"RFC 8460", "3",
            "The record is v=TLSRPTv1 and fields after semicolons, of which rua is required; in "
            "its URIs commas, exclamation points and semicolons MUST be encoded."}},
      .precedence = "Reports do not come; mail is delivered all the same: a warning.",
      .wants = {yes("tlsrpt_record_well_formed")},
      .broken = Result::warn,
      .tested =
          "TXT of _smtp._tls is asked for, and each record that begins with v=TLSRPTv1 is read.",
      .remedies = {{"",
                    "Write _smtp._tls TXT \"v=TLSRPTv1; rua=mailto:tls@example.org\", with mailto: "
                    "before an address of mail."}}};
}

}  // namespace checks::rfc8460
