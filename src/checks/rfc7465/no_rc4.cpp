// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc7465 {

Check no_rc4() {
  return {
      .requirement = "The server accepts no cipher suite with RC4.",
      .level = Level::must,
      .citations = {{"RFC 7465", "2",
                     "TLS servers MUST NOT select an RC4 cipher suite, and terminate the handshake "
                     "with a client that has only RC4."},
                    {"RFC 9325", "4.1", "Implementations MUST NOT negotiate RC4 cipher suites."},
                    {"RFC 7435", "3",
                     "Opportunistic security does not impede communication: some protection is "
                     "better than none."}},
      .precedence =
          "RFC 7465 wins, as it allows no exception: a failure, on port 25 too. RFC 7435 and RFC "
          "9325 section 5.2 say against it that cleartext is worse, to which a sender that "
          "delivers opportunistically and has nothing better falls back; mail is delivered either "
          "way.",
      .wants = {no("cipher_rc4")},
      .tested =
          "Hellos that offer RC4 alone, or RC4, Triple DES and NULL (probes rc4 and weak), are "
          "sent.",
      .remedies = suites_without_broken_ones()};
}

}  // namespace checks::rfc7465
