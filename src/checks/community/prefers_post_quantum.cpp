// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::community {

Check prefers_post_quantum() {
  return {.requirement =
              "A server that supports X25519MLKEM768 chooses it whenever the sender does too.",
          .level = Level::community,
          .citations = {{"draft-ietf-tls-ecdhe-mlkem", "",
                         "Defines X25519MLKEM768 (0x11EC) for TLS 1.3; which group is preferred it "
                         "leaves to both sides."}},
          .wants = {yes("x25519mlkem768_preferred")},
          .broken = Result::info,
          .tested =
              "A ClientHello of TLS 1.3 offers x25519 with a key share before X25519MLKEM768 "
              "without one (probe pq-preferred): a HelloRetryRequest for the latter tells that the "
              "server prefers it.",
          .remedies = library_with_post_quantum()};
}

}  // namespace checks::community
