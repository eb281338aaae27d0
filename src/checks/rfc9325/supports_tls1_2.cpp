// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc9325 {

Check supports_tls1_2() {
  return {.requirement = "The server negotiates TLS 1.2.",
          .level = Level::must,
          .citations = {{"RFC 9325", "3.1.1", "Implementations MUST support TLS 1.2."},
                        {"RFC 8461", "7.2",
                         "MTAs that support MTA-STS have TLS 1.2, TLS 1.3 or newer."}},
          .precedence =
              "RFC 9325: the choice that RFC 8461 leaves is about a sender and a server that both "
              "are new.",
          .wants = {yes("tls1_2")},
          .tested =
              "A ClientHello of TLS 1.2 alone is sent (probe tls12); any other conversation that "
              "comes to TLS 1.2 shows it too.",
          .remedies = tls1_2_switched_on()};
}

}  // namespace checks::rfc9325
