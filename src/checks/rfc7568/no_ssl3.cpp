// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc7568 {

Check no_ssl3() {
  return {.requirement = "The server does not negotiate SSL 3.0.",
          .level = Level::must,
          .citations = {{"RFC 7568", "3",
                         "SSLv3 MUST NOT be used, nor negotiated from any version of TLS."},
                        {"RFC 9325", "3.1.1", "Implementations MUST NOT negotiate SSL version 3."},
                        {"RFC 7435", "3",
                         "Opportunistic security does not impede communication: some protection is "
                         "better than none."}},
          .precedence =
              "RFC 7568 wins, as it allows no exception: a failure, on port 25 too. RFC 7435 and "
              "RFC 9325 section 5.2 say against it that cleartext is worse, to which a sender that "
              "delivers opportunistically and has nothing better falls back; mail is delivered "
              "either way.",
          .wants = {no("ssl3")},
          .tested =
              "A hello that offers SSL 3.0 and nothing newer (probe ssl3) is sent, and the version "
              "of the ServerHello read.",
          .remedies = versions_from_tls1_2()};
}

}  // namespace checks::rfc7568
