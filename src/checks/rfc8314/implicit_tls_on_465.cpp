// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8314 {

Check implicit_tls_on_465() {
  return {
      .requirement = "On port 465 TLS begins with the connection, and the handshake completes.",
      .level = Level::should,
      .service = Service::submission_by_implicit_tls,
      .citations = {{"RFC 8314", "3.3",
                     "When a connection is established for submissions (port 465), a TLS handshake "
                     "begins immediately; servers SHOULD implement both this and STARTTLS on port "
                     "587 for a transition period."},
                    {"RFC 8314", "4", "Providers SHOULD have implicit TLS for submission."}},
      .wants = {yes("starttls_works")},
      .tested =
          "A present-day sender (TLS 1.2 and 1.3) begins with its ClientHello, and an old one (TLS "
          "1.0 to 1.2, weak suites too) where that is refused; a greeting in clear is a no.",
      .remedies = {
          {"Postfix",
           "-o smtpd_tls_wrappermode=yes for the submissions (smtps) service in master.cf, and "
           "smtpd_tls_chain_files."},
          {"Exim", "tls_on_connect_ports = 465, with 465 among daemon_smtp_ports."},
          {"OpenSMTPD", "listen on ADDRESS port 465 smtps pki NAME auth."},
          {"Sendmail",
           "DAEMON_OPTIONS(`Port=smtps, Name=TLSMTA, M=s'): the modifier s begins with TLS."},
          {"",
           "Begin with TLS on port 465, or close the port: users' programs send nothing else "
           "there."}}};
}

}  // namespace checks::rfc8314
