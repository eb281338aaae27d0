// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc8996 {

Check no_tls1_0() {
  return {
      .requirement = "The server does not negotiate TLS 1.0.",
      .level = Level::must,
      .citations = {{"RFC 8996", "4",
                     "TLSv1.0 MUST NOT be used; a server must not answer with {03,01}."},
                    {"RFC 9325", "3.1.1", "Implementations MUST NOT negotiate TLS version 1.0."},
                    {"RFC 7435", "3",
                     "Opportunistic security does not impede communication: some protection is "
                     "better than none."}},
      .precedence =
          "RFC 8996 wins, as it allows no exception: a failure, on port 25 too. RFC 7435 and RFC "
          "9325 section 5.2 say against it that cleartext is worse, to which a sender that "
          "delivers opportunistically and has nothing better falls back; mail is delivered either "
          "way.",
      .wants = {no("tls1_0")},
      .tested =
          "A hello that offers TLS 1.0 and nothing newer (probe tls10) is sent, and the version of "
          "the ServerHello read.",
      .remedies = versions_from_tls1_2()};
}

}  // namespace checks::rfc8996
