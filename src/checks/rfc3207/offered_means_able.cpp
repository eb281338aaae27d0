// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check offered_means_able() {
  return {
      .requirement = "The server that offers STARTTLS accepts it.",
      .level = Level::must,
      .citations =
          {{"RFC 3207", "3",
            "The keyword tells the client that the server is currently able to negotiate TLS."},
           {"RFC 5321", "4.2.4",
            "A server MUST NOT list a capability that it then answers with 500 or 502."},
           {"RFC 8314", "4",
            "A submission server SHOULD NOT offer STARTTLS when it is likely to fail, as without a "
            "certificate."}},
      .wants = {yes("starttls_accepted")},
      .tested =
          "STARTTLS is sent where it is offered; 454, which is for now, and refusals that may be "
          "about us do not count.",
      .remedies = {{"",
                    "Configure certificate and key, or stop offering STARTTLS: senders that want "
                    "TLS by policy hold mail back or bounce it."},
                   {"Postfix",
                    "smtpd_tls_chain_files = KEY, CERTIFICATES with smtpd_tls_security_level = "
                    "may; the log says why TLS could not be initialised. \"454 4.7.0 TLS not "
                    "available due to local problem\" is a certificate or key that cannot be read; "
                    "\"too many new TLS sessions\" is smtpd_client_new_tls_session_rate_limit."},
                   {"Exim",
                    "tls_certificate and tls_privatekey must be readable for the user that Exim "
                    "runs as; tls_advertise_hosts = (empty) stops the offer."},
                   {"Cisco ASA",
                    "The inspection of ESMTP lets STARTTLS through with allow-tls in its policy "
                    "map, or not at all without \"inspect esmtp\"."}}};
}

}  // namespace checks::rfc3207
