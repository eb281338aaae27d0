// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/dns_remedies.hpp"

namespace checks::rfc7672 {

Check tlsa_under_signed_mx() {
  return {
      .requirement = "The MX records that lead to hosts with TLSA records are signed.",
      .level = Level::should,
      .subject = Subject::domain,
      .citations =
          {{"RFC 7672", "2.2.1",
            "DANE TLS can authenticate delivery to the intended domain only when the MX records "
            "are obtained securely; domains that want it need to ensure that their MX records "
            "are configured accordingly."},
           {"RFC 7672", "2.2.1",
            "Clients MAY use DANE TLS even with hosts from an insecure MX RRset: the hosted "
            "domain may still benefit from its provider's records."}},
      .precedence =
          "The records are often the provider's, the domain is another's: they protect the "
          "way to the host then, and it is only information that nothing proves which host is "
          "right.",
      .wants = {yes("tlsa_mx_secure")},
      .broken = Result::info,
      .tested =
          "MX is asked for and its answer's AD flag read, where a host has signed TLSA "
          "records.",
      .remedies = signed_zone()};
}

}  // namespace checks::rfc7672
