// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check mx_targets_are_names() {
  return {.requirement = "Every MX record names a host, which is neither an address nor localhost.",
          .level = Level::must,
          .subject = Subject::domain,
          .citations =
              {{"RFC 5321", "5.1",
                "The data field of an MX record MUST contain a domain name, which MUST return at "
                "least one address record that gives the IP address of the SMTP server."}},
          .wants = {yes("mx_targets_are_names")},
          .tested =
              "The exchanges of the MX records are read: an address written as a name, in "
              "brackets or without, and localhost are found.",
          .remedies = {
              {"",
               "Give the server a name with A and AAAA records, and let the MX record say this "
               "name. Most senders deliver nothing to an address that stands there."},
              {"", "A domain that takes no mail has a null MX instead: MX 0 . alone (RFC 7505)."}}};
}

}  // namespace checks::rfc5321
