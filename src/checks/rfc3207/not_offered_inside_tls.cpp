// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check not_offered_inside_tls() {
  return {.requirement = "Inside TLS the server does not offer STARTTLS again.",
          .level = Level::must,
          .citations = {{"RFC 3207", "4.2",
                         "A server MUST NOT return the STARTTLS extension in response to an EHLO "
                         "command received after a TLS handshake has completed."}},
          .applies = {yes("starttls_offered")},
          .wants = {no("starttls_offered_inside_tls")},
          .tested = "EHLO is sent again inside TLS and its keywords are read.",
          .remedies = {
              {"",
               "A proxy that ends TLS in front of the server hands the conversation to a listener "
               "of the server's that has STARTTLS switched off."},
              {"Postfix",
               "smtpd_tls_security_level = none on the service behind the proxy (master.cf, -o), "
               "with smtpd_upstream_proxy_protocol = haproxy for the client's address."},
              {"nginx",
               "No STARTTLS in smtp_capabilities: \"starttls on\" adds it where it belongs."}}};
}

}  // namespace checks::rfc3207
