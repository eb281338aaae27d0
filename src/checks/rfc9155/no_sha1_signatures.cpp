// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9155 {

Check no_sha1_signatures() {
  return {.requirement = "In TLS 1.2 the server does not sign its key exchange with SHA-1.",
          .level = Level::must,
          .citations = {{"RFC 9155", "4",
                         "Servers MUST NOT include MD5 and SHA-1 in ServerKeyExchange messages."},
                        {"RFC 5246", "7.4.1.4.1",
                         "A client that does not say what it can verify is taken to want SHA-1."},
                        {"RFC 7435", "3",
                         "Opportunistic security does not impede communication: some protection is "
                         "better than none."}},
          .precedence =
              "RFC 9155, which changes RFC 5246, for what the server negotiates. A sender that "
              "delivers opportunistically and has nothing better may go on in clear, which RFC "
              "7435 and RFC 9325 section 5.2 call worse; mail is delivered either way, and the "
              "finding stands.",
          .wants = {no("sha1_signatures")},
          .tested =
              "A hello of TLS 1.2 offers to verify SHA-1 alone (probe sha1-only), and the "
              "signature of the ServerKeyExchange is read.",
          .remedies = {
              {"Postfix",
               "OpenSSL 3.0 or newer refuses SHA-1 by itself at security level 1 and above (no "
               "@SECLEVEL=0 in tls_medium_cipherlist)."},
              {"Exim", "With GnuTLS tls_require_ciphers = NORMAL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1"},
              {"", "Take SHA-1 out of the server's signature algorithms."}}};
}

}  // namespace checks::rfc9155
