// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/dns_remedies.hpp"

namespace checks::community {

Check mx_is_signed() {
  return {
      .requirement = "The MX records are signed with DNSSEC.",
      .level = Level::community,
      .subject = Subject::domain,
      .citations =
          {{"RFC 7672", "2.2.1",
            "DANE TLS can authenticate delivery to the intended domain only when the MX records "
            "are obtained securely."}},
      // Of a domain with hosts to deliver to: several_mx is known of no other.
      .applies = {known("several_mx")},
      .wants = {yes("mx_secure")},
      .broken = Result::info,
      .tested =
          "MX is asked for and its answer's AD flag read, the resolver's word that it "
          "validated.",
      .remedies = signed_zone()};
}

}  // namespace checks::community
