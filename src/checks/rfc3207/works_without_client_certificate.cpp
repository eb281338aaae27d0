// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check works_without_client_certificate() {
  return {
      .requirement = "The server completes the handshake with senders that have no certificate.",
      .level = Level::should,
      .service = Service::mail_exchanger,
      .citations = {{"RFC 3207", "4.1",
                     "A publicly-referenced server would probably want to accept any client, as "
                     "the decision is a local matter."},
                    {"RFC 3207", "4",
                     "A publicly-referenced SMTP server MUST NOT require STARTTLS, so that who "
                     "cannot do it as the server wants goes on in clear."},
                    {"RFC 8446", "4.4.2.4",
                     "A server MAY go on or break off when the client has no certificate."}},
      .wants = {no("client_certificate_required")},
      .tested =
          "The handshake is completed without a certificate of ours, though the server asked for "
          "one, and EHLO is said inside TLS: in TLS 1.3 a server that wants one breaks off only "
          "then.",
      .remedies = {
          {"",
           "Ask for a certificate, if at all, without requiring it: senders have none, and by "
           "policy some will not go on in clear."},
          {"Postfix", "smtpd_tls_req_ccert = no (and smtpd_tls_ask_ccert = no)."},
          {"Exim", "tls_verify_hosts = (empty); tls_try_verify_hosts asks without requiring."},
          {"OpenSMTPD", "listen on ... tls, not tls-require verify."},
          {"Sendmail", "srv_features in the access map: Srv_Features: V stops asking."}}};
}

}  // namespace checks::rfc3207
