// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7672 {

Check tlsa_on_every_mx() {
  return {
      .requirement = "Where one MX host has TLSA records all have.",
      .level = Level::should,
      .subject = Subject::domain,
      .citations =
          {{"RFC 7672", "2.2.1",
            "Hosts with TLSA records are not preferred to those without; domains that want "
            "secure delivery need to ensure that all their SMTP servers are configured "
            "accordingly."},
           {"RFC 8461", "2",
            "Partial deployments can be achieved in DANE by TLSA records for some of a domain's "
            "MXes."}},
      .precedence =
          "RFC 7672 wins, which DANE senders follow: RFC 8461 tells how to begin, not where "
          "to stay.",
      .wants = {yes("tlsa_on_every_mx")},
      .tested =
          "TLSA of every MX host is asked for where its addresses are signed; where they are "
          "not there is none that counts.",
      .remedies = {
          {"",
           "Publish TLSA records for the other hosts too, in signed zones, or take those hosts "
           "out of the MX records. An attacker leads the mail to the host without."}}};
}

}  // namespace checks::rfc7672
