// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check mx_has_ipv4() {
  return {.requirement = "Some MX host has an IPv4 address.",
          .level = Level::community,
          .subject = Subject::domain,
          .citations =
              {{"RFC 5321", "5.1",
                "The name in an MX record returns at least one address record, A or AAAA: an AAAA "
                "record alone is enough for the letter."}},
          .wants = {yes("mx_has_ipv4")},
          .tested = "A of every MX host is asked for.",
          .remedies = {
              {"",
               "Give one of the hosts an IPv4 address: many senders have no IPv6, and theirs does "
               "not arrive."}}};
}

}  // namespace checks::community
