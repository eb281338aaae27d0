// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc9325 {

Check no_3des() {
  return {.requirement = "The server accepts no cipher suite with Triple DES.",
          .level = Level::should,
          .citations = {{"RFC 9325", "4.1",
                         "Implementations SHOULD NOT negotiate cipher suites of less than 128 bits "
                         "of security; Triple DES counts as 112."},
                        {"RFC 9325", "5.2",
                         "For opportunistic security some of its recommendations may be too "
                         "strict: cleartext is worse than an outdated version or suite."}},
          .precedence =
              "RFC 9325 section 4.1 for what the server negotiates: a warning. Section 5.2 and RFC "
              "7435 say against it that cleartext is worse, to which a sender that delivers "
              "opportunistically and has nothing better falls back; mail is delivered either way.",
          .wants = {no("cipher_3des")},
          .tested =
              "Hellos that offer Triple DES alone, or Triple DES, RC4 and NULL (probes 3des and "
              "weak), are sent.",
          .remedies = suites_without_broken_ones()};
}

}  // namespace checks::rfc9325
