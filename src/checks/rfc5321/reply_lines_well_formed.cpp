// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check reply_lines_well_formed() {
  return {.requirement =
              "Every line of a reply is a code of three digits, a hyphen or a space, and text.",
          .level = Level::must,
          .citations = {{"RFC 5321", "4.2",
                         "Reply-line = *( Reply-code \"-\" [ textstring ] CRLF ) Reply-code [ SP "
                         "textstring ] CRLF."},
                        {"RFC 5321", "4.3.2",
                         "Servers MUST NOT transmit reply codes that are other than three digits "
                         "or that do not start in a digit between 2 and 5."}},
          .precedence =
              "MUST NOT by the letter. Mail is delayed only where a sender reads strictly, and a "
              "single text of the site, such as a banner or the reply of a milter, brings it in: a "
              "warning. Lines whose codes disagree are judged by rfc5321/one_code_per_reply.",
          .wants = {yes("reply_lines_well_formed"), known("ehlo_accepted")},
          .broken = Result::warn,
          .tested =
              "Every reply of every conversation is read octet by octet; the sentence counts as "
              "kept where the server let us send EHLO.",
          .remedies = {{"",
                        "Begin every line, those of a long banner too, with the code and a hyphen, "
                        "the last one with the code and a space."}}};
}

}  // namespace checks::rfc5321
