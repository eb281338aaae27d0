// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc6176 {

Check no_ssl2() {
  return {.requirement = "The server does not answer SSL 2.0.",
          .level = Level::must,
          .citations = {{"RFC 6176", "3",
                         "Servers MUST NOT reply with an SSL 2.0 SERVER-HELLO of a version below "
                         "{03,00}, and abort the connection instead."},
                        {"RFC 9325", "3.1.1", "Implementations MUST NOT negotiate SSL version 2."}},
          .wants = {no("ssl2")},
          .tested =
              "The CLIENT-HELLO of SSL 2.0 is sent (probe ssl2), and what comes back is read: a "
              "SERVER-HELLO of SSL 2.0 or anything else.",
          .remedies = versions_from_tls1_2()};
}

}  // namespace checks::rfc6176
