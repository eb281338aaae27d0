// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check supports_x25519() {
  return {.requirement = "A server of TLS 1.3 supports the group x25519.",
          .level = Level::should,
          .citations = {{"RFC 8446", "9.1",
                         "A TLS-compliant application SHOULD support key exchange with X25519."}},
          .applies = {yes("tls1_3")},
          .wants = {yes("group_x25519")},
          .tested = "A handshake is done with x25519 alone (probe x25519).",
          .remedies = {{"Postfix", "tls_eecdh_auto_curves = X25519 prime256v1 secp384r1"},
                       {"Exim", "tls_eccurve = auto"},
                       {"Sendmail", "8.17 sets secp256r1 alone: it takes a newer build."},
                       {"",
                        "Allow x25519 unless FIPS rules forbid it: senders that have it send its "
                        "key share first."}}};
}

}  // namespace checks::rfc8446
