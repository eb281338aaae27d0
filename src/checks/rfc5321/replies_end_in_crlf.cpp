// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check replies_end_in_crlf() {
  return {.requirement = "Every line of every reply ends in CR LF.",
          .level = Level::must,
          .citations = {{"RFC 5321", "2.3.8",
                         "Implementations MUST NOT generate any other character or sequence as a "
                         "line terminator."},
                        {"draft-ietf-emailcore-rfc5321bis-44", "2.3.8",
                         "Still MUST NOT: the revision of RFC 5321 keeps the sentence."}},
          .wants = {yes("replies_end_in_crlf"), known("ehlo_accepted")},
          .tested =
              "Every reply of every conversation is read octet by octet; the sentence counts as "
              "kept where the server let us say EHLO.",
          .remedies = {{"",
                        "Send CR LF behind every line, those that scripts, milters and policy "
                        "servers contribute included."}}};
}

}  // namespace checks::rfc5321
