// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check extended_key_usage_allows_server() {
  return {
      .requirement = "The certificate's extendedKeyUsage, where there is one, allows TLS servers.",
      .level = Level::must,
      .citations = {{"RFC 5280", "4.2.1.12",
                     "If the extension is present, the certificate MUST only be used for one of "
                     "the purposes indicated; id-kp-serverAuth is that of TLS servers."}},
      .wants = {yes("extended_key_usage_fits")},
      .tested =
          "The certificates of the plain conversation, those that a present-day sender gets, are "
          "read: serverAuth or anyExtendedKeyUsage is looked for in the server's own.",
      .remedies = another_certificate()};
}

}  // namespace checks::rfc5280
