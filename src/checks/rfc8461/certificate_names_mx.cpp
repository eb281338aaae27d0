// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check certificate_names_mx() {
  return {.requirement =
              "The server would pass MTA-STS validation: a DNS name of its certificate stands for "
              "the MX host.",
          .level = Level::must,
          .service = Service::mail_exchanger,
          .citations = {{"RFC 8461", "4.2",
                         "The certificate MUST have a subject alternative name with a DNS-ID "
                         "matching the host name."},
                        {"RFC 9525", "6.3",
                         "A wildcard is the whole left-most label and stands for exactly one."}},
          .precedence =
              "Where the domain publishes a policy of mode enforce it is a MUST, and senders that "
              "honour it do not deliver otherwise. Elsewhere nothing asks for it: opportunistic "
              "senders take any certificate (RFC 3207 section 4.1). A sender with DANE goes by "
              "TLSA records alone (RFC 7672 section 3.1.1).",
          .wants = {yes("certificate_names_mx_host")},
          .broken = Result::info,
          .tested =
              "The DNS names of the certificate are compared with the MX host that was visited; "
              "server_name has it too.",
          .remedies = {{"",
                        "Have a certificate issued for every name by which MX records point to the "
                        "server, or let MX records name the host that the certificate has."},
                       {"Postfix",
                        "Several certificates: tls_server_sni_maps (3.4 or newer), by the MX host; "
                        "its table is made with postmap -F."},
                       {"OpenSMTPD", "Set pki NAME for each MX host."}}};
}

}  // namespace checks::rfc8461
