// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9155 {

Check no_sha1_signatures() {
  return {
      .requirement = "In TLS 1.2 the server does not sign its key exchange with SHA-1.",
      .level = Level::must,
      .citations =
          {{"RFC 9155", "4",
            "Servers MUST NOT include MD5 and SHA-1 in ServerKeyExchange messages."},
           {"RFC 9155", "2",
            "Clients MUST include signature_algorithms, and MUST NOT include MD5 and SHA-1 in it."},
           {"RFC 5246", "7.4.1.4.1",
            "A client that does not say what it can verify is taken to want SHA-1."},
           {"RFC 7435", "3",
            "Opportunistic security does not impede communication: some protection is better than "
            "none."}},
      .precedence =
          "RFC 9155, which changes RFC 5246. It forbids the sender as well to offer SHA-1, so that "
          "only a sender that breaks it gets such a signature; Postfix and Exim as they are "
          "shipped go along with it rather than have mail fall back to cleartext. A warning.",
      .wants = {no("sha1_signatures")},
      .broken = Result::warn,
      .tested =
          "A ClientHello of TLS 1.2 offers to verify SHA-1 alone (probe sha1-only), and the "
          "signature of the ServerKeyExchange is read.",
      .remedies = {
          {"Postfix",
           "For opportunistic TLS Postfix sets OpenSSL's security level to 0, at which OpenSSL "
           "signs with SHA-1 when nothing else is offered. It takes OpenSSL's own configuration, "
           "with SignatureAlgorithms that leave SHA-1 out, or an OpenSSL that has none any more."},
          {"Exim", "With GnuTLS tls_require_ciphers = NORMAL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1"},
          {"", "Take SHA-1 out of the server's signature algorithms."}}};
}

}  // namespace checks::rfc9155
