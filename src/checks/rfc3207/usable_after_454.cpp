// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check usable_after_454() {
  return {.requirement = "When STARTTLS is put off, the session goes on in clear.",
          .level = Level::must,
          .citations = {{"RFC 3207", "4",
                         "After 454 the client decides whether to continue the session."},
                        {"RFC 5321", "4.1.1.10",
                         "The receiver MUST NOT close the channel until it receives and replies to "
                         "QUIT, even if there was an error."}},
          .wants = {yes("usable_after_454")},
          .otherwise = warns,
          .tested =
              "Where STARTTLS was answered with 454 or another 4xx (421 left out), QUIT is said in "
              "clear and must be answered; it must have gone unanswered twice.",
          .remedies = {{"",
                        "Let the server read on behind its 454: a sender that goes on in clear "
                        "otherwise believes that the connection broke, and comes again."},
                       {"Postfix",
                        "\"454 4.7.0 Error: too many new TLS sessions\" is "
                        "smtpd_client_new_tls_session_rate_limit; \"TLS not available due to local "
                        "problem\" is a certificate or key that cannot be read."}}};
}

}  // namespace checks::rfc3207
