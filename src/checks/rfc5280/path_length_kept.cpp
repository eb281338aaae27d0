// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check path_length_kept() {
  return {.requirement =
              "No issuer presented has more authorities below it than its certificate allows.",
          .level = Level::must,
          .citations = {{"RFC 5280", "4.2.1.9",
                         "pathLenConstraint gives the maximum number of non-self-issued "
                         "intermediate certificates that may follow in a valid path."}},
          .wants = {yes("certificate_path_length_fits")},
          .tested =
              "The certificates that the plain conversation presents are read: pathLenConstraint "
              "of each issuer is compared with its place.",
          .remedies = another_chain()};
}

}  // namespace checks::rfc5280
