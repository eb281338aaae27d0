// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check reply_lines_fit() {
  return {.requirement = "No line of a reply is longer than 512 octets, CR LF included.",
          .level = Level::should,
          .citations = {{"RFC 5321", "4.5.3.1.5",
                         "The maximum total length of a reply line including the reply code and "
                         "the CR LF is 512 octets."},
                        {"RFC 5321", "4.5.3.1",
                         "Objects larger than these sizes SHOULD be avoided when possible."}},
          .wants = {yes("reply_lines_fit"), known("ehlo_accepted")},
          .tested =
              "Every reply of every conversation is read octet by octet; the sentence counts as "
              "kept where the server let us send EHLO.",
          .remedies = {{"", "Shorten the text, or give it in several lines with the same code."},
                       {"Postfix",
                        "smtpd_reject_footer and smtpd_banner are texts of one's own; \\n in a "
                        "footer begins a new line."}}};
}

}  // namespace checks::rfc5321
