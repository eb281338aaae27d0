// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check expires_not_soon() {
  return {.requirement = "The certificate is valid for 14 days more.",
          .level = Level::community,
          .citations = {{"RFC 5280", "4.1.2.5",
                         "The validity period of a certificate is the time from notBefore through "
                         "notAfter, inclusive."}},
          .applies = {yes("certificate_in_dates")},
          .wants = {yes("certificate_days_left")},
          .broken = Result::info,
          .tested = "The end of the server's certificate is compared with the time of the visit.",
          .remedies = {
              {"",
               "See whether its renewal works, and whether the mail server reads the new one. A "
               "certificate that is made for a few days never passes, and needs nothing done."}}};
}

}  // namespace checks::community
