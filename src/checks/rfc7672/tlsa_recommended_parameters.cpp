// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/dns_remedies.hpp"

namespace checks::rfc7672 {

Check tlsa_recommended_parameters() {
  return {
      .requirement = "Every host with TLSA records has one of the recommended forms.",
      .level = Level::should,
      .subject = Subject::domain,
      .citations =
          {{"RFC 7672", "3.1",
            "DANE-EE(3) SPKI(1) SHA2-256(1) is RECOMMENDED, with DANE-TA(2) Cert(0) SHA2-256(1) "
            "as a second choice."},
           {"RFC 7672", "3.1.1",
            "TLSA records for SMTP servers SHOULD, in most cases, be 3 1 1: all implementations "
            "know it, and the record need not change with the certificate."},
           {"RFC 7672", "3.1.2",
            "With DANE-TA(2) the selector SHOULD be Cert(0), and SPKI(1) may also be employed."}},
      .wants = {yes("tlsa_recommended")},
      .tested =
          "TLSA of every MX host with signed addresses is asked for, and a record 3 1 1, 2 0 "
          "1 or 2 1 1 is looked for.",
      .remedies = plain_tlsa()};
}

}  // namespace checks::rfc7672
