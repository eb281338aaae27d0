// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check certificate_key_long_enough() {
  return {
      .requirement =
          "The certificate's key has 2,048 bits or more for RSA, 224 or more on a curve.",
      .level = Level::must,
      .citations = {{"RFC 9325", "4.5",
                     "When using RSA, servers MUST authenticate using certificates with at least a "
                     "2048-bit modulus. Curves of less than 224 bits MUST NOT be used."}},
      .wants = {yes("certificate_key_sound")},
      .tested =
          "The certificates of the plain conversation, those that a present-day sender gets, are "
          "read: the kind and the length of the server's key.",
      .remedies = {{"",
                    "Make a new key, openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 "
                    "or -algorithm EC -pkeyopt ec_paramgen_curve:P-256, and a certificate for it."},
                   {"",
                    "Where TLSA records are published, publish those of the new key first and "
                    "switch after their time to live has passed twice."}}};
}

}  // namespace checks::rfc9325
