// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::community {

Check supports_post_quantum() {
  return {.requirement = "The server supports the post-quantum hybrid X25519MLKEM768.",
          .level = Level::community,
          .citations = {{"draft-ietf-tls-ecdhe-mlkem", "",
                         "Defines X25519MLKEM768 (0x11EC) for TLS 1.3; it obliges nobody."}},
          .wants = {yes("group_x25519mlkem768")},
          .broken = Result::info,
          .tested =
              "A ClientHello of TLS 1.3 offers this group alone and no key share (probe pq): a "
              "HelloRetryRequest for it tells that the server has it.",
          .remedies = library_with_post_quantum()};
}

}  // namespace checks::community
