// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check issuers_are_cas() {
  return {
      .requirement = "Every issuer presented is a certificate authority by its own certificate.",
      .level = Level::must,
      .citations = {{"RFC 5280", "4.2.1.9",
                     "Without the cA boolean of basicConstraints the key MUST NOT be used to "
                     "verify certificate signatures."},
                    {"RFC 5280", "4.2.1.3",
                     "keyCertSign is asserted when the key is used for verifying signatures on "
                     "certificates."}},
      .precedence =
          "A path through such an issuer is not valid, which keeps away senders that validate "
          "(MTA-STS, DANE-TA); opportunistic senders and DANE-EE do not look: a warning.",
      .wants = {yes("certificate_issuers_are_cas")},
      .broken = Result::warn,
      .tested =
          "The certificates of the plain conversation, those that a present-day sender gets, are "
          "read: basicConstraints and keyUsage of each that issued another.",
      .remedies = another_chain()};
}

}  // namespace checks::rfc5280
