// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check mx_addresses_public() {
  return {.requirement = "Every address of an MX host is one that the public internet routes.",
          .level = Level::community,
          .subject = Subject::domain,
          .citations =
              {{"RFC 5321", "5.1",
                "The address records of an MX host give the IP address of the SMTP server to which "
                "the message should be directed."}},
          .wants = {yes("mx_targets_public")},
          .tested =
              "A and AAAA of every MX host are asked for and compared with the registries of "
              "special-purpose addresses (private, loopback, documentation and the like).",
          .remedies = {
              {"",
               "Take private addresses out of the public zone; names for the inside belong into a "
               "zone or view of the inside. Senders waste time on them, or deliver to a machine of "
               "their own."}}};
}

}  // namespace checks::community
