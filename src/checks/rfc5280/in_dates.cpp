// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check in_dates() {
  return {
      .requirement = "The certificate is within its dates, and so are those that lead to the root.",
      .level = Level::must,
      .citations = {{"RFC 5280", "4.1.2.5",
                     "The validity period of a certificate is the time from notBefore through "
                     "notAfter, inclusive."},
                    {"RFC 8461", "4.2", "Under MTA-STS the certificate MUST not be expired."},
                    {"RFC 7672", "3.1.1",
                     "With DANE-EE the expiration date of the server certificate MUST be ignored."},
                    {"RFC 3207", "4.1",
                     "Whether to believe the authenticity of the other side is a local matter."}},
      .precedence =
          "By whether the sender validates. With DANE-EE dates do not count (RFC 7672 section "
          "3.1.1), and opportunistic senders deliver all the same; with DANE-TA, and under MTA-STS "
          "in mode enforce, mail is not delivered. A warning on every port, as it mostly means "
          "that a renewal has failed; whether the certificate would be trusted is judged by "
          "rfc8461 and rfc8314.",
      .wants = {yes("certificate_in_dates")},
      .broken = Result::warn,
      .tested = "The dates of the chain are compared with the time of the visit.",
      .remedies = {
          {"",
           "Renew the certificate, and let it be done by a program (ACME) that reloads the mail "
           "server afterwards: an old certificate is often still in the server's memory."},
          {"Postfix",
           "Postfix reads new files by itself for new processes; after a renewal, postfix reload "
           "makes sure."},
          {"Exim",
           "Set tls_certificate and tls_privatekey to the renewed pair, both at once: a "
           "certificate "
           "with another key does not load."},
          {"OpenSMTPD", "Restart smtpd after each renewal."}}};
}

}  // namespace checks::rfc5280
