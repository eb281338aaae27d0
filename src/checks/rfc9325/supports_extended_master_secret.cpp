// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc9325 {

Check supports_extended_master_secret() {
  return {
      .requirement = "In TLS 1.2 the server supports Extended Master Secret.",
      .level = Level::must,
      .citations = {{"RFC 9325", "3.5",
                     "TLS 1.2 implementations MUST support the extended_master_secret extension."},
                    {"RFC 7627", "5.2",
                     "A server that implements the extension and is offered it includes it in its "
                     "ServerHello."}},
      .precedence =
          "RFC 7627 leaves it open whether a server implements the extension; RFC 9325 does not, "
          "and it wins: a failure, though only senders under FIPS 140-3 rules are kept away.",
      .wants = {yes("ems_echoed")},
      .tested =
          "A ClientHello of TLS 1.2 offers extended_master_secret (probe tls12), and the "
          "extensions of the ServerHello are read.",
      .remedies = library_with_extended_master_secret()};
}

}  // namespace checks::rfc9325
