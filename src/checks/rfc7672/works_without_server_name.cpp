// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7672 {

Check works_without_server_name() {
  return {.requirement = "The server works with senders that send no server_name.",
          .level = Level::must,
          .service = Service::mail_exchanger,
          .citations = {{"RFC 7672", "8.1",
                         "Servers MUST NOT enforce the use of SNI by clients; without it the "
                         "server MUST send some fallback chain of its choice."},
                        {"RFC 8461", "7.1", "Servers MUST NOT enforce the use of SNI by clients."},
                        {"RFC 8446", "9.2",
                         "Servers MAY require clients to send a valid server_name extension."}},
          .precedence =
              "RFC 7672 and RFC 8461, which are about SMTP, over what RFC 8446 allows servers of "
              "any protocol: many senders send no name.",
          .wants = {no("sni_required")},
          .tested =
              "A hello without server_name is sent (probe no-sni), and the outcome compared with "
              "the plain one.",
          .remedies = {{"Postfix",
                        "Set smtpd_tls_chain_files (or smtpd_tls_cert_file) beside "
                        "tls_server_sni_maps: it is what senders without a name get."},
                       {"Exim", "Let tls_certificate have a value for an empty $tls_in_sni."},
                       {"",
                        "Give the server, or the proxy in front of it that chooses by the name, a "
                        "default certificate. Postfix as a sender without DANE sends no name."}}};
}

}  // namespace checks::rfc7672
