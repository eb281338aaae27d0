// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check chooses_from_the_offer() {
  return {
      .requirement = "The server chooses version, suite, group and signature among those offered.",
      .level = Level::must,
      .citations =
          {{"RFC 8446", "4.1.3", "The server selects its suite from the client's list."},
           {"RFC 8446", "4.2.8",
            "Servers MUST NOT send a key share for a group that is not in supported_groups."},
           {"RFC 5246", "7.4.1.3",
            "In TLS 1.2 the suite is one of the client's, and the version not newer than its own."},
           {"RFC 5246", "7.4.3",
            "The pair of hash and signature of a ServerKeyExchange must be one of those in the "
            "client's signature_algorithms."},
           {"RFC 8422", "5.1",
            "A server that has none of the client's curves MUST NOT negotiate an ECC cipher "
            "suite."}},
      .wants = {yes("answers_within_offer")},
      .tested =
          "In every conversation version, suite, group, curve and signature of the answer are "
          "looked for in our ClientHello.",
      .remedies = {{"F5",
                    "Update BIG-IP, or take X25519MLKEM768 out of the group list of the client SSL "
                    "profile: in TLS 1.2 it may be taken for a curve."},
                   {"",
                    "Update the TLS library of the server, or of the proxy or firewall in front of "
                    "it that ends or inspects TLS. Senders break the handshake off."}}};
}

}  // namespace checks::rfc8446
