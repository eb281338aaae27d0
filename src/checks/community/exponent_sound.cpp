// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check exponent_sound() {
  return {
      .requirement = "The public exponent of the server's RSA key is odd and 3 at least.",
      .level = Level::community,
      .citations = {{"RFC 8017", "3.1",
                     "The RSA public exponent e is an integer between 3 and n - 1 that has no "
                     "factor in common with lambda(n), and so is odd."}},
      .wants = {yes("certificate_exponent_sound")},
      .tested =
          "The certificates of the plain conversation, those that a present-day sender gets, are "
          "read: the RSA key of the server's own.",
      .remedies = {{"",
                    "Make a new key, with openssl genpkey -algorithm RSA -pkeyopt "
                    "rsa_keygen_bits:2048, whose exponent is 65,537, and a certificate for it."}}};
}

}  // namespace checks::community
