// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check works_without_client_certificate() {
  return {
      .requirement = "The server completes the handshake with senders that have no certificate.",
      .level = Level::community,
      .service = Service::mail_exchanger,
      .citations = {{"RFC 3207", "4.1",
                     "A publicly-referenced server \"would probably want to accept any verifiable "
                     "certificate from an SMTP client\"; whether to believe the other side is a "
                     "local matter."},
                    {"RFC 8446", "4.4.2.4",
                     "Where the client has no certificate the server MAY continue without client "
                     "authentication, or abort the handshake."}},
      .precedence =
          "No document demands it. Senders have no certificate as a rule: after the failed "
          "handshake some come again in cleartext, and those that want TLS by policy do not "
          "deliver.",
      .wants = {no("client_certificate_required")},
      .tested =
          "The handshake is completed without a certificate of ours, though the server asked for "
          "one, and EHLO is sent inside TLS: in TLS 1.3 a server that wants one breaks off only "
          "then.",
      .remedies = {
          {"",
           "Ask for a certificate, if at all, without requiring it: senders have none, and by "
           "policy some will not fall back to cleartext."},
          {"Postfix", "smtpd_tls_req_ccert = no."},
          {"Exim", "tls_verify_hosts = (empty); tls_try_verify_hosts asks without requiring."},
          {"OpenSMTPD", "listen on ... tls, not tls-require verify."},
          {"Sendmail",
           "Srv_Features: V in the access map stops the asking; what turns senders away is a "
           "TLS_Clt: entry with VERIFY."}}};
}

}  // namespace checks::community
