// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/dns_remedies.hpp"

namespace checks::community {

Check mx_addresses_signed() {
  return {
      .requirement = "The addresses of the MX hosts are signed with DNSSEC, as the MX records are.",
      .level = Level::community,
      .subject = Subject::domain,
      .citations =
          {{"RFC 7672", "2.2.2",
            "If the address records are insecure the client SHOULD NOT search for TLSA records."}},
      .applies = {yes("mx_secure")},
      .wants = {yes("mx_addresses_secure")},
      .broken = Result::info,
      .tested = "A and AAAA of every MX host are asked for and the AD flags of the answers read.",
      .remedies = signed_zone()};
}

}  // namespace checks::community
