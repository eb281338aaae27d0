// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check mx_targets_resolve() {
  return {.requirement = "Every host that an MX record names has an address.",
          .level = Level::must,
          .subject = Subject::domain,
          .citations =
              {{"RFC 5321", "5.1",
                "The domain name in an MX record, when queried, MUST return at least one address "
                "record (A or AAAA)."}},
          .wants = {yes("mx_targets_resolve")},
          .tested =
              "A and AAAA of every exchange are asked for; a host is without where both lookups "
              "were answered and neither had an address.",
          .remedies = {
              {"",
               "Give the host an A or AAAA record, or take its MX record away. As long as another "
               "host takes the mail, senders lose time alone."}}};
}

}  // namespace checks::rfc5321
