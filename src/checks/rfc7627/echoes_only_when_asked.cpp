// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7627 {

Check echoes_only_when_asked() {
  return {
      .requirement = "The server does not send extended_master_secret to a sender that has not.",
      .level = Level::must,
      .citations =
          {{"RFC 7627", "5.2",
            "To a ClientHello without the extension the server MUST NOT include it in its "
            "ServerHello."},
           {"RFC 5246", "7.4.1.4",
            "An extension MUST NOT appear in the ServerHello unless it was in the ClientHello."}},
      .wants = {no("ems_unsolicited")},
      .tested =
          "Hellos of TLS 1.2 without extended_master_secret are sent (probes tls12-no-ems and "
          "tls12-no-ems-no-sni), and the extensions of the ServerHello read.",
      .remedies = {{"",
                    "Update the TLS library, or the device in front of the server that ends TLS: a "
                    "sender that follows RFC 5246 breaks the handshake off."}}};
}

}  // namespace checks::rfc7627
