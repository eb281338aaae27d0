// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check offers_starttls() {
  return {.requirement = "The server would pass MTA-STS validation: it offers STARTTLS.",
          .level = Level::must,
          .service = Service::mail_exchanger,
          .citations =
              {{"RFC 8461", "5",
                "In mode enforce senders MUST NOT deliver to hosts that do not support STARTTLS."}},
          .precedence =
              "Where the domain publishes a policy of mode enforce it is a MUST, and senders that "
              "honour it do not deliver otherwise. Elsewhere STARTTLS is an extension that a "
              "server may leave out (RFC 3207), and mail comes in cleartext.",
          .wants = {yes("starttls_offered")},
          .broken = Result::info,
          .tested = "EHLO is sent, and the reply is read.",
          .remedies = {{"",
                        "Switch STARTTLS on and configure a certificate; see what in front of the "
                        "server (a firewall that inspects SMTP) may have taken the word out."},
                       {"Postfix", "Set smtpd_tls_security_level = may."},
                       {"Exim", "Set tls_advertise_hosts = *, tls_certificate and tls_privatekey."},
                       {"OpenSMTPD", "Write listen on ... tls pki NAME."}}};
}

}  // namespace checks::rfc8461
