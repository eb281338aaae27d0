// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check certificate_has_version_3() {
  return {.requirement = "The server's certificate is of X.509 version 3.",
          .level = Level::must,
          .citations =
              {{"RFC 8446", "4.4.2.2",
                "The certificate type MUST be X.509v3, unless explicitly negotiated otherwise."},
               {"RFC 5246", "7.4.2",
                "The certificate type MUST be X.509v3, unless explicitly negotiated otherwise."},
               {"RFC 5280", "4.1.2.1", "When extensions are used, the version MUST be 3."}},
          .wants = {yes("certificate_version_fits")},
          .tested =
              "The certificates of the plain conversation, those that a present-day sender gets, "
              "are read: the version of the server's own.",
          .remedies = another_certificate()};
}

}  // namespace checks::rfc8446
