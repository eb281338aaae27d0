// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8701 {

Check tolerates_grease() {
  return {
      .requirement = "The server ignores reserved values (GREASE).",
      .level = Level::must,
      .citations = {{"RFC 8701", "3.2",
                     "Servers MUST NOT treat GREASE values differently from any unknown value."},
                    {"RFC 8446", "9.3",
                     "A server MUST correctly ignore all unrecognized cipher suites, extensions "
                     "and other parameters, in earlier versions too."}},
      .wants = {yes("grease_tolerated")},
      .tested =
          "A hello has GREASE among its versions, suites, groups, key shares, signature algorithms "
          "and extensions (probe grease), and the outcome is compared with the plain one.",
      .remedies = {{"",
                    "Update the TLS library of the server, or of the proxy or firewall in front of "
                    "it that ends or inspects TLS. What new senders will offer one day is refused "
                    "in the same way."}}};
}

}  // namespace checks::rfc8701
