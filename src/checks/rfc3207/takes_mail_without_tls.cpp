// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check takes_mail_without_tls() {
  return {
      .requirement = "A server that takes mail from everybody does not insist on TLS.",
      .level = Level::must,
      .service = Service::mail_exchanger,
      .citations = {{"RFC 3207", "4",
                     "A publicly-referenced SMTP server MUST NOT require use of the STARTTLS "
                     "extension in order to deliver mail locally."},
                    {"draft-ietf-emailcore-as-26", "6.5",
                     "SMTP servers MUST implement confidentiality, and MUST be configurable to "
                     "receive messages without it."},
                    {"RFC 9325", "3.2",
                     "Administrators MUST use a strict local policy that forbids plaintext where a "
                     "protocol upgrades to TLS."}},
      .precedence =
          "RFC 3207 wins for port 25: RFC 9325 leaves opportunistic security alone (section 5.2), "
          "and senders without TLS would be turned away. Operators who want that have their "
          "reasons: a warning, no failure.",
      .wants = {no("tls_required_inbound")},
      .broken = Result::warn,
      .tested =
          "MAIL FROM:<> and RSET are sent in cleartext and taken back; a refusal for want of TLS "
          "counts, and what is refused at RCPT only is not seen. It is asked in the audit tier "
          "only, where the domain was named by its operator.",
      .remedies = {
          {"",
           "Leave TLS to the sender's choice, and have senders insist on it by publishing MTA-STS "
           "or DANE."},
          {"Postfix", "smtpd_tls_security_level = may on port 25; encrypt belongs to submission."},
          {"Exim",
           "No \"deny !encrypted = *\" in acl_smtp_mail or acl_smtp_rcpt of the listener on port "
           "25."},
          {"OpenSMTPD", "listen on ADDRESS tls pki NAME, not tls-require."},
          {"Sendmail", "No TLS_Clt: VERIFY or ENCR entry for everybody in the access map."},
          {"Exchange",
           "Set-ReceiveConnector NAME -RequireTLS $false on the connector for the Internet."}}};
}

}  // namespace checks::rfc3207
