// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc9325 {

Check answers_renegotiation_info() {
  return {.requirement = "In TLS 1.2 the server supports secure renegotiation.",
          .level = Level::must,
          .citations = {{"RFC 9325", "3.5",
                         "TLS 1.2 clients and servers MUST implement renegotiation_info; a client "
                         "without an answer MUST abort the handshake."},
                        {"RFC 5746", "4.3",
                         "Even servers that do not support renegotiation MUST implement the "
                         "minimal version of the extension."}},
          .wants = {yes("renegotiation_info")},
          .tested =
              "A ClientHello of TLS 1.2 offers renegotiation_info (probe tls12), and the "
              "extensions of the ServerHello are read.",
          .remedies = library_with_secure_renegotiation()};
}

}  // namespace checks::rfc9325
