// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/dns_remedies.hpp"

namespace checks::community {

Check publishes_tlsa() {
  return {.requirement = "A domain with signed MX records has TLSA records for its hosts.",
          .level = Level::community,
          .subject = Subject::domain,
          .citations =
              {{"RFC 7672", "2.2",
                "Clients can interpret the presence of TLSA records as a commitment to implement "
                "TLS and STARTTLS; without, TLS is opportunistic and may be cleartext."}},
          .applies = {yes("mx_secure")},
          .wants = {yes("tlsa_published")},
          .broken = Result::info,
          .tested =
              "TLSA of every MX host with signed addresses is asked for; a domain without such "
              "hosts is not meant.",
          .remedies = plain_tlsa()};
}

}  // namespace checks::community
