// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5480 {

Check curve_is_named() {
  return {.requirement = "The server's elliptic-curve key names its curve.",
          .level = Level::must,
          .citations = {{"RFC 5480", "2.1.1",
                         "implicitCurve and specifiedCurve MUST NOT be used in PKIX; namedCurve "
                         "MUST be supported."}},
          .wants = {yes("certificate_curve_named")},
          .tested =
              "The certificates of the plain conversation, those that a present-day sender gets, "
              "are read: the parameters of the server's key.",
          .remedies = {{"",
                        "Make a new key with a named curve, openssl genpkey -algorithm EC -pkeyopt "
                        "ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve, and a "
                        "certificate for it."}}};
}

}  // namespace checks::rfc5480
