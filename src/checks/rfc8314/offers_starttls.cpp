// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8314 {

Check offers_starttls() {
  return {
      .requirement = "A submission server on port 587 offers STARTTLS.",
      .level = Level::should,
      .service = Service::submission_by_starttls,
      .citations = {{"RFC 8314", "3.3",
                     "Servers SHOULD implement both STARTTLS on port 587 and implicit TLS on port "
                     "465 for a transition period."},
                    {"RFC 8314", "4",
                     "Providers MUST support TLS access for message submission, and SHOULD in the "
                     "near term have STARTTLS too."}},
      .wants = {yes("starttls_offered")},
      .tested = "The keyword is looked for in the reply to EHLO.",
      .remedies = {
          {"Postfix",
           "-o smtpd_tls_security_level=encrypt for the submission service in master.cf, and "
           "smtpd_tls_chain_files."},
          {"Exim",
           "daemon_smtp_ports = 25 : 465 : 587, tls_on_connect_ports = 465, tls_advertise_hosts = "
           "*."},
          {"OpenSMTPD", "listen on ADDRESS port submission tls-require pki NAME auth."},
          {"", "Offer STARTTLS on port 587, or close the port and leave submission to port 465."}}};
}

}  // namespace checks::rfc8314
