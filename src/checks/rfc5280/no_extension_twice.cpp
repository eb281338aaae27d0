// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check no_extension_twice() {
  return {
      .requirement = "No certificate presented has the same extension twice.",
      .level = Level::must,
      .citations =
          {{"RFC 5280", "4.2",
            "A certificate MUST NOT include more than one instance of a particular extension."}},
      .wants = {yes("certificate_extensions_unique")},
      .tested =
          "The certificates of the plain conversation, those that a present-day sender gets, are "
          "read, and their extensions compared.",
      .remedies = another_certificate_or_issuer()};
}

}  // namespace checks::rfc5280
