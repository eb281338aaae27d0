// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check keyword_without_parameters() {
  return {.requirement = "STARTTLS stands without parameters in the reply to EHLO.",
          .level = Level::must,
          .citations = {{"RFC 3207", "2", "The STARTTLS keyword has no parameters."},
                        {"RFC 3207", "3", "It takes no parameters."}},
          .precedence =
              "Most senders look for the word alone, and those that miss it deliver without TLS: a "
              "warning.",
          .wants = {yes("starttls_keyword_bare")},
          .broken = Result::warn,
          .tested =
              "What follows the keyword is read in every EHLO reply that has it; blanks after it "
              "do not count.",
          .remedies = {{"",
                        "Let the line be \"250-STARTTLS\" alone; a comment or a version after it "
                        "makes some clients miss the offer."}}};
}

}  // namespace checks::rfc3207
