// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc5746 {

Check answers_renegotiation_info() {
  return {.requirement = "The server answers renegotiation_info.",
          .level = Level::must,
          .citations = {{"RFC 5746", "4.3",
                         "Even servers that do not support renegotiation MUST implement the "
                         "minimal version of the extension for initial handshakes."},
                        {"RFC 5746", "3.6",
                         "Asked for it, the server MUST include an empty renegotiation_info in its "
                         "ServerHello."}},
          .wants = {yes("renegotiation_info")},
          .tested =
              "A ClientHello of TLS 1.2 offers renegotiation_info (probe tls12), and the "
              "extensions of the ServerHello are read.",
          .remedies = library_with_secure_renegotiation()};
}

}  // namespace checks::rfc5746
