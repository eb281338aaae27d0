// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check certificate_trusted() {
  return {
      .requirement =
          "The server would pass MTA-STS validation: its certificate is within its dates and leads "
          "to a public root.",
      .level = Level::must,
      .service = Service::mail_exchanger,
      .citations = {{"RFC 8461", "4.2",
                     "The certificate MUST not be expired and MUST chain to a root CA that is "
                     "trusted by the sending MTA."}},
      .precedence =
          "Where the domain publishes a policy of mode enforce it is a MUST, and senders that "
          "honour it do not deliver otherwise. Elsewhere nothing asks for it: opportunistic "
          "senders take any certificate (RFC 3207 section 4.1). A sender with DANE goes by TLSA "
          "records alone (RFC 7672 section 3.1.1).",
      .wants = {yes("certificate_trusted")},
      .broken = Result::info,
      .tested =
          "The chain presented is verified with the run's roots, dates and constraints included.",
      .remedies = {
          {"",
           "Take a certificate of a public CA, let a program renew it (ACME), and send the "
           "issuers' certificates along, the root left out: what ACME clients call fullchain.pem."},
          {"Postfix", "Set smtpd_tls_chain_files = KEY, FULLCHAIN (3.4 or newer)."},
          {"Exim", "Set tls_certificate = FULLCHAIN and tls_privatekey = KEY."},
          {"OpenSMTPD", "Set pki NAME cert \"FULLCHAIN\" and pki NAME key \"KEY\"."}}};
}

}  // namespace checks::rfc8461
