// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::emailcore_as {

Check offers_starttls() {
  return {
      .requirement = "The server offers STARTTLS.",
      .level = Level::must,
      .service = Service::mail_exchanger,
      .citations = {{"draft-ietf-emailcore-as-26", "2.4",
                     "STARTTLS (RFC 3207) is among the extensions that MUST be supported by SMTP "
                     "senders and receivers."},
                    {"draft-ietf-emailcore-as-26", "6.5",
                     "Confidentiality, for example STARTTLS, MUST be implemented by SMTP servers."},
                    {"RFC 3207", "1",
                     "STARTTLS is an extension: no RFC so far demands it of a mail server."}},
      .precedence = "The draft demands what no RFC does yet: a warning until it is one.",
      .wants = {yes("starttls_offered")},
      .broken = Result::warn,
      .tested = "The keyword is looked for in the reply to EHLO, in capitals or not.",
      .remedies = {
          {"Postfix",
           "smtpd_tls_security_level = may and smtpd_tls_chain_files = KEY, CERTIFICATES."},
          {"Exim", "tls_advertise_hosts = *, tls_certificate and tls_privatekey."},
          {"OpenSMTPD",
           "pki NAME cert \"FILE\", pki NAME key \"FILE\", and listen on ADDRESS tls pki NAME."},
          {"Sendmail",
           "define(`confSERVER_CERT', `FILE') and define(`confSERVER_KEY', `FILE'); no "
           "Srv_Features: S in the access map."},
          {"Exchange",
           "Enable-ExchangeCertificate -Services SMTP, and TLS among the connector's "
           "AuthMechanism."},
          {"Cisco ASA",
           "The inspection of ESMTP crosses STARTTLS out: allow-tls in its policy map, or \"no "
           "inspect esmtp\"."},
          {"",
           "Offer STARTTLS with any certificate, a self-signed one included: opportunistic senders "
           "encrypt without looking at it."}}};
}

}  // namespace checks::emailcore_as
