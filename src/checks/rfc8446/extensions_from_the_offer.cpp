// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check extensions_from_the_offer() {
  return {
      .requirement = "The server sends no extension that was not in the ClientHello.",
      .level = Level::must,
      .citations = {{"RFC 8446", "4.2",
                     "Implementations MUST NOT send extension responses if the corresponding "
                     "request was not sent, but for the cookie of a HelloRetryRequest."},
                    {"RFC 5246", "7.4.1.4",
                     "An extension type MUST NOT appear in the ServerHello unless it appeared in "
                     "the ClientHello."}},
      .wants = {yes("extensions_within_offer")},
      .tested =
          "In every conversation the extensions of ServerHello and HelloRetryRequest are looked "
          "for in our ClientHello.",
      .remedies = {
          {"",
           "Update the TLS library of the server, or of the proxy or firewall in front of it that "
           "ends or inspects TLS. Senders break the handshake off with unsupported_extension."}}};
}

}  // namespace checks::rfc8446
