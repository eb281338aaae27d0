// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check supports_secp256r1() {
  return {
      .requirement = "A server of TLS 1.3 supports the group secp256r1.",
      .level = Level::must,
      .citations = {{"RFC 8446", "9.1",
                     "A TLS-compliant application MUST support key exchange with secp256r1."}},
      .applies = {yes("tls1_3")},
      .wants = {yes("group_secp256r1")},
      .tested = "A handshake is done with secp256r1 alone (probe p256).",
      .remedies = {
          {"Postfix", "tls_eecdh_auto_curves = X25519 prime256v1 secp384r1"},
          {"Exim", "tls_eccurve = auto"},
          {"", "Allow secp256r1: for senders under FIPS rules it may be the only one in common."}}};
}

}  // namespace checks::rfc8446
