// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check usable_after_454() {
  return {.requirement = "When STARTTLS is put off, the session goes on in cleartext.",
          .level = Level::must,
          .citations = {{"RFC 3207", "4",
                         "After 454 the client decides whether to continue the session."},
                        {"RFC 5321", "4.1.1.10",
                         "The receiver MUST NOT close the channel until it receives and replies to "
                         "QUIT, even if there was an error."}},
          .precedence =
              "A sender that finds the connection closed comes again, and its mail is late, not "
              "lost: a warning.",
          .wants = {yes("usable_after_454")},
          .broken = Result::warn,
          .tested =
              "Where STARTTLS was answered with 454 or another 4xx (421 left out), QUIT is sent in "
              "cleartext and must be answered; it must have gone unanswered twice.",
          .remedies = {{"",
                        "Let the server read on after its 454: a sender that goes on in cleartext "
                        "otherwise believes that the connection broke, and comes again."}}};
}

}  // namespace checks::rfc3207
