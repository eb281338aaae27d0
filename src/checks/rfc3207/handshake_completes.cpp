// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check handshake_completes() {
  return {.requirement = "STARTTLS leads to a TLS session with some sender.",
          .level = Level::must,
          .citations =
              {{"RFC 3207", "3",
                "The keyword tells the client that the server is currently able to negotiate TLS."},
               {"RFC 8461", "5",
                "Where a policy is enforced, mail is not delivered to a host with which STARTTLS "
                "fails."},
               {"RFC 7672", "2.2",
                "With usable TLSA records mail is not delivered to a host with which TLS fails."}},
          .precedence =
              "Derived: no document says MUST in so many words. Who offers STARTTLS says that TLS "
              "can be negotiated, and a server with which it fails gets no mail from senders that "
              "follow a policy: a failure.",
          .applies = {yes("starttls_offered")},
          .wants = {yes("starttls_works")},
          .tested =
              "A present-day sender (TLS 1.2 and 1.3) and an old one (TLS 1.0 to 1.2, weak suites "
              "too) handshake until either completes.",
          .remedies = {
              {"",
               "Look at the server's log of the handshake: key and certificate that do not belong "
               "together, an unreadable key, or no suite and version that a sender of today has."},
              {"Postfix",
               "smtpd_tls_chain_files = KEY, CERTIFICATES (the key first); smtpd_tls_loglevel = 1 "
               "logs the reason."},
              {"Exim",
               "tls_certificate and tls_privatekey; the main log says \"TLS error on connection\", "
               "and why."},
              {"OpenSMTPD",
               "pki NAME cert \"FILE\" and pki NAME key \"FILE\", and listen on ADDRESS tls pki "
               "NAME."}}};
}

}  // namespace checks::rfc3207
