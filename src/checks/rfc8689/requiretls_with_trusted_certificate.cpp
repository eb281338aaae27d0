// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8689 {

Check requiretls_with_trusted_certificate() {
  return {
      .requirement = "A server that offers REQUIRETLS has a certificate that senders can verify.",
      .level = Level::may,
      .citations = {{"RFC 8689", "2",
                     "The certificate presented MUST be verified by a trust chain, or using DANE; "
                     "without it the option cannot be used."},
                    {"RFC 8461", "4.2",
                     "The certificate MUST chain to a trusted root, not be expired, and have a DNS "
                     "name of the MX host."}},
      .precedence =
          "The section binds the sender, which may use the option only so; a server may offer it "
          "without being used.",
      .applies = {yes("requiretls_offered")},
      .wants = {yes("certificate_trusted"), yes("certificate_names_mx_host")},
      .tested =
          "The certificate of the plain conversation is verified as a sender without DANE would do "
          "it; TLSA records, by which it may be in order all the same, are judged with the domain.",
      .remedies = {{"",
                    "Take a certificate of a public CA with the MX host's name in it, or publish "
                    "TLSA records in a signed zone; or do not offer REQUIRETLS."},
                   {"Postfix", "requiretls_enable = no stops the offer (3.11 and later)."}}};
}

}  // namespace checks::rfc8689
