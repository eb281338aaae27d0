// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check path_length_kept() {
  return {.requirement = "No issuer presented has more CAs below it than its certificate allows.",
          .level = Level::must,
          .citations = {{"RFC 5280", "4.2.1.9",
                         "pathLenConstraint gives the maximum number of non-self-issued "
                         "intermediate certificates that may follow in a valid path."},
                        {"RFC 5280", "6.1.4",
                         "Path validation fails where an issuer has more below it than its "
                         "pathLenConstraint allows."}},
          .precedence =
              "The document has no MUST for the server: a path that breaks it is not valid. That "
              "keeps away senders that validate (MTA-STS, DANE-TA) and no others: a warning.",
          .wants = {yes("certificate_path_length_fits")},
          .broken = Result::warn,
          .tested =
              "The certificates of the plain conversation, those that a present-day sender gets, "
              "are read: pathLenConstraint of each issuer is compared with its place.",
          .remedies = another_chain()};
}

}  // namespace checks::rfc5280
