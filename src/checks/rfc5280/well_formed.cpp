// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check well_formed() {
  return {.requirement = "Every certificate presented is DER with the fields of X.509.",
          .level = Level::must,
          .citations = {{"RFC 5280", "4.1",
                         "A certificate is a sequence of three fields, encoded by the "
                         "distinguished encoding rules of ASN.1 (DER)."},
                        {"RFC 8446", "4.4.2.2",
                         "The certificate type MUST be X.509v3, unless negotiated otherwise."}},
          .wants = {yes("certificate_well_formed")},
          .tested =
              "The certificates of the plain conversation, those that a present-day sender gets, "
              "are read by a strict reader of DER.",
          .remedies = another_certificate_or_issuer()};
}

}  // namespace checks::rfc5280
