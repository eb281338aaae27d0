// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check policy_is_plain_text() {
  return {.requirement = "The MTA-STS policy has the media type text/plain.",
          .level = Level::should,
          .subject = Subject::domain,
          .citations = {{"RFC 8461", "3.2",
                         "Senders SHOULD validate that the media type is text/plain, so that "
                         "nobody who may put other content on the host can publish a policy."}},
          .precedence =
              "The sentence is for senders: those who follow it have no policy under another type, "
              "the others do not look. A warning.",
          .wants = {yes("mta_sts_policy_plain_text")},
          .tested = "Content-Type of the answer is read, without its parameters.",
          .remedies = {{"", "Let the web server say Content-Type: text/plain."},
                       {"nginx",
                        "Set default_type text/plain; in location = /.well-known/mta-sts.txt, and "
                        "types { } where types gives .txt another one."},
                       {"Apache httpd", "Set ForceType text/plain for the file mta-sts.txt."}}};
}

}  // namespace checks::rfc8461
