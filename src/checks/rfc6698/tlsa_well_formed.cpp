// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/dns_remedies.hpp"

namespace checks::rfc6698 {

Check tlsa_well_formed() {
  return {.requirement =
              "TLSA records have numbers that are defined, and data as long as their digest.",
          .level = Level::must,
          .subject = Subject::domain,
          .citations = {{"RFC 6698", "2.1",
                         "Usages 0 to 3, selectors 0 and 1, matching types 0 to 2; the data of "
                         "type 1 is a SHA-256 hash, that of type 2 a SHA-512 hash."},
                        {"RFC 7671", "9",
                         "Clients discard unusable and malformed records first: an unsupported "
                         "digest algorithm, an incorrect digest length."}},
          .precedence =
              "The section defines the fields without a MUST; senders ignore a record that they "
              "cannot use, and a good one beside it serves, so it is a warning.",
          .wants = {yes("tlsa_well_formed")},
          .broken = Result::warn,
          .tested =
              "TLSA of every MX host with signed addresses is asked for; its three numbers and the "
              "length of the data are read.",
          .remedies = plain_tlsa()};
}

}  // namespace checks::rfc6698
