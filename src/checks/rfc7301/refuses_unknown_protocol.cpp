// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7301 {

Check refuses_unknown_protocol() {
  return {.requirement =
              "The server refuses a sender that offers only protocols which it does not speak.",
          .level = Level::must,
          .citations = {{"RFC 7301", "3.2",
                         "If the server supports no protocol that the client advertises, it SHALL "
                         "respond with the alert no_application_protocol."},
                        {"RFC 9325", "3.8",
                         "Implementations MUST support ALPN; servers are advised to enforce "
                         "section 3.2 of RFC 7301 strictly."},
                        {"ALPACA", "USENIX Security 2021",
                         "Strict ALPN in every TLS server keeps a browser's request from being led "
                         "to a mail server."}},
          .precedence =
              "RFC 7301 speaks of servers with protocols of their own to choose from; most mail "
              "servers ignore the extension and break nothing that a sender sees, so no more than "
              "a remark.",
          .wants = {yes("alpn_enforced")},
          .broken = Result::info,
          .tested =
              "A handshake offers the ALPN protocol http/1.1 (probe alpn), and the alert is read.",
          .remedies = {{"Exim", "tls_alpn = smtp : esmtp, the default from 4.96 on"},
                       {"", "Nothing has to be done for mail: senders offer no ALPN protocol."}}};
}

}  // namespace checks::rfc7301
