// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check echoes_session_id() {
  return {
      .requirement = "In TLS 1.3 the server sends the legacy_session_id of the ClientHello back.",
      .level = Level::must,
      .citations = {{"RFC 8446", "4.1.3",
                     "legacy_session_id_echo is the content of the client's legacy_session_id; a "
                     "client MUST abort the handshake over another value."}},
      .wants = {yes("session_id_echoed")},
      .tested =
          "In every conversation of TLS 1.3 the session id of ServerHello and HelloRetryRequest is "
          "compared with ours.",
      .remedies = {{"",
                    "Update the TLS library of the server, or of the proxy or firewall in front of "
                    "it that ends or inspects TLS."}}};
}

}  // namespace checks::rfc8446
