// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check replies_in_ascii() {
  return {.requirement = "Replies are text in ASCII, without NUL.",
          .level = Level::must,
          .citations =
              {{"RFC 5321", "2.4",
                "Commands and replies are composed of characters from the ASCII character set."},
               {"RFC 5321", "4.2", "textstring = 1*(%d09 / %d32-126)."}},
          .precedence =
              "Senders read the code, and what is wrong is the text that people read: a warning.",
          .wants = {yes("replies_in_ascii"), known("ehlo_accepted")},
          .broken = Result::warn,
          .tested =
              "Every reply of every conversation is read octet by octet; the sentence counts as "
              "kept where the server let us send EHLO.",
          .remedies = {{"",
                        "Keep names and texts of the site (banner, footer, contact) in ASCII; a "
                        "domain is written in its A-label form."},
                       {"Postfix", "smtpd_banner and smtpd_reject_footer."},
                       {"Exim", "smtp_banner."}}};
}

}  // namespace checks::rfc5321
