// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/dns_remedies.hpp"

namespace checks::rfc7671 {

Check tlsa_without_full() {
  return {
      .requirement = "TLSA records have a digest, not a whole certificate or key.",
      .level = Level::should,
      .subject = Subject::domain,
      .citations = {{"RFC 7671", "10.1.2",
                     "The matching type Full(0) is NOT RECOMMENDED; one with a digest, such as "
                     "SHA2-256(1), SHOULD be used instead."},
                    {"RFC 7672", "3.1.2",
                     "With DANE-TA(2) server operators SHOULD publish a matching type other than "
                     "Full(0)."}},
      .wants = {yes("tlsa_without_full")},
      .tested =
          "TLSA of every MX host with signed addresses is asked for, and the matching types "
          "are read.",
      .remedies = plain_tlsa()};
}

}  // namespace checks::rfc7671
