// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check dates_in_order() {
  return {.requirement = "The certificate does not end before it begins.",
          .level = Level::must,
          .citations = {{"RFC 5280", "4.1.2.5",
                         "The validity period of a certificate is the time from notBefore through "
                         "notAfter, inclusive."}},
          .precedence =
              "Such a certificate is never valid, and that is judged by its dates; here it is only "
              "the mistake in its making that is shown: a warning.",
          .wants = {yes("certificate_dates_ordered")},
          .broken = Result::warn,
          .tested =
              "The certificates of the plain conversation, those that a present-day sender gets, "
              "are read: notBefore and notAfter of the server's own are compared.",
          .remedies = another_certificate()};
}

}  // namespace checks::rfc5280
