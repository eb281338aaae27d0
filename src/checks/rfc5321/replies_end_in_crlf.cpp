// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check replies_end_in_crlf() {
  return {.requirement = "Every line of every reply ends in CR LF.",
          .level = Level::must,
          .citations = {{"RFC 5321", "2.3.8",
                         "Implementations MUST NOT generate any other character or sequence as a "
                         "line terminator."}},
          .precedence =
              "MUST NOT by the letter. Senders take a bare LF for the end of a line, mail is "
              "delivered, and scripts and milters bring it in: a warning.",
          .wants = {yes("replies_end_in_crlf"), known("ehlo_accepted")},
          .broken = Result::warn,
          .tested =
              "Every reply of every conversation is read octet by octet; the sentence counts as "
              "kept where the server let us send EHLO.",
          .remedies = {{"",
                        "Send CR LF after every line, those that scripts, milters and policy "
                        "servers contribute included."}}};
}

}  // namespace checks::rfc5321
