// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc9525 {

Check has_dns_name() {
  return {
      .requirement =
          "The certificate names the server in subjectAltName, not in the common name alone.",
      .level = Level::should,
      .citations =
          {{"RFC 9525", "4.1",
            "The certificate SHOULD include a DNS-ID, a dNSName in subjectAltName."},
           {"RFC 9525", "2", "The Common Name RDN MUST NOT be used to identify a service."},
           {"RFC 8461", "4.2",
            "Under MTA-STS the certificate MUST have a subject alternative name with a DNS-ID."},
           {"RFC 7672", "3.2.1", "With DANE-EE the client MUST NOT check names."}},
      .precedence =
          "RFC 9525 is about clients that compare names. Opportunistic senders and DANE-EE do not, "
          "DANE-TA takes the common name where there is no DNS name (RFC 7672 section 3.2.3), and "
          "MTA-STS asks for more than this: information, as most servers are asked for no name. On "
          "submission rfc8314/certificate_names_host judges it.",
      .wants = {yes("certificate_has_dns_names")},
      .broken = Result::info,
      .tested =
          "The certificates of the plain conversation, those that a present-day sender gets, are "
          "read: subjectAltName of the server's own.",
      .remedies = another_certificate()};
}

}  // namespace checks::rfc9525
