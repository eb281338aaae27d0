// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc2181 {

Check mx_targets_are_no_aliases() {
  return {.requirement = "No MX record names an alias.",
          .level = Level::must,
          .subject = Subject::domain,
          .citations =
              {{"RFC 2181", "10.3", "The domain name in an MX record must not be an alias."},
               {"RFC 5321", "5.1",
                "A name that returns a CNAME record lies outside the scope of the standard."},
               {"RFC 7672", "2.2.2",
                "Senders are told how to find TLSA records behind an alias, which they need not "
                "follow."}},
          .precedence =
              "RFC 2181 forbids it and RFC 5321 only leaves it undefined; senders follow the "
              "alias, so it is a warning.",
          .wants = {yes("mx_targets_not_aliases")},
          .broken = Result::warn,
          .tested =
              "A and AAAA of every exchange are asked for, and CNAME records in the answers are "
              "looked for.",
          .remedies = {
              {"",
               "Let the MX record say the name that the alias leads to, or give the host addresses "
               "of its own in place of the CNAME."}}};
}

}  // namespace checks::rfc2181
