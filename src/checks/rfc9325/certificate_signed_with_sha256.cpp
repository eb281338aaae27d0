// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check certificate_signed_with_sha256() {
  return {
      .requirement =
          "Neither the server's certificate nor one between it and the root is signed with SHA-1 "
          "or MD5.",
      .level = Level::must,
      .citations =
          {{"RFC 9325", "4.5",
            "Certificates: the use of SHA-256 is RECOMMENDED, and SHA-1 or MD5 MUST NOT be used."},
           {"RFC 8446", "4.2.3",
            "Servers MUST NOT offer a SHA-1 signed certificate unless no valid chain can be "
            "produced without it."},
           {"RFC 8446", "4.4.2.2",
            "Certificates that are self-signed or trust anchors are not validated as part of the "
            "chain and MAY be signed with any algorithm."},
           {"RFC 8446", "4.4.2.4",
            "An endpoint that gets a certificate to be validated with MD5 MUST abort; with SHA-1 "
            "it is RECOMMENDED to."}},
      .precedence =
          "RFC 8446 section 4.4.2.2 for a certificate that signed itself: nobody checks that "
          "signature, and the sentence does not speak of it.",
      .applies = {no("certificate_self_signed")},
      .wants = {yes("certificate_signature_sound")},
      .tested =
          "The certificates of the plain conversation, those that a present-day sender gets, are "
          "read: the signature algorithms of the path, a root's aside.",
      .remedies = another_certificate_or_issuer()};
}

}  // namespace checks::rfc9325
