// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check signature_algorithms_agree() {
  return {.requirement =
              "Every certificate presented names the same signature algorithm in its signed part "
              "and after it.",
          .level = Level::must,
          .citations = {{"RFC 5280", "4.1.1.2",
                         "signatureAlgorithm MUST contain the same algorithm identifier as the "
                         "signature field of tbsCertificate."}},
          .wants = {yes("certificate_signature_algorithms_agree")},
          .tested =
              "The certificates of the plain conversation, those that a present-day sender gets, "
              "are read, and both fields compared octet by octet.",
          .remedies = another_certificate_or_issuer()};
}

}  // namespace checks::rfc5280
