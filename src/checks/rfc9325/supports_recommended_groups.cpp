// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check supports_recommended_groups() {
  return {.requirement = "The server supports the groups secp256r1 and x25519.",
          .level = Level::should,
          .citations = {{"RFC 9325", "4.2.1",
                         "Clients and servers SHOULD support the NIST P-256 (secp256r1) and X25519 "
                         "(x25519) curves."},
                        {"RFC 8446", "9.1",
                         "In TLS 1.3 secp256r1 is mandatory, and x25519 should be there."}},
          .wants = {yes("group_secp256r1"), yes("group_x25519")},
          .tested =
              "Handshakes are done with the one group and with the other alone (probes p256 and "
              "x25519).",
          .remedies = {
              {"Postfix",
               "tls_eecdh_auto_curves = X25519 prime256v1 secp384r1 (with OpenSSL 1.1.0 or newer)"},
              {"Exim", "tls_eccurve = auto"},
              {"Sendmail", "8.17 sets secp256r1 alone: it takes a newer build."},
              {"",
               "Allow both: senders under FIPS rules have no x25519, and some old ones have "
               "secp256r1 alone."}}};
}

}  // namespace checks::rfc9325
