// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/dns_remedies.hpp"

namespace checks::rfc7672 {

Check tlsa_usages_are_2_or_3() {
  return {.requirement = "TLSA records for port 25 have the usage DANE-TA(2) or DANE-EE(3).",
          .level = Level::should,
          .subject = Subject::domain,
          .citations =
              {{"RFC 7672", "3.1.3",
                "TLSA records for the SMTP service on port 25 SHOULD NOT include certificate usage "
                "PKIX-TA(0) or PKIX-EE(1)."},
               {"RFC 7672", "3.1.3", "SMTP clients MAY treat such records as unusable."}},
          .wants = {yes("tlsa_usages_dane")},
          .tested =
              "TLSA of every MX host with signed addresses is asked for, and the usages are read.",
          .remedies = plain_tlsa()};
}

}  // namespace checks::rfc7672
