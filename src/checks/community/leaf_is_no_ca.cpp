// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check leaf_is_no_ca() {
  return {
      .requirement = "The server's own certificate is not that of a certificate authority (CA).",
      .level = Level::community,
      .citations = {{"RFC 5280", "4.2.1.9",
                     "With cA in basicConstraints the key may verify signatures on certificates."}},
      .wants = {yes("certificate_leaf_is_no_ca")},
      .broken = Result::info,
      .tested =
          "The certificates of the plain conversation, those that a present-day sender gets, are "
          "read: basicConstraints of the server's own.",
      .remedies = {{"",
                    "The command openssl req -x509 makes a CA of every certificate: with OpenSSL 3 "
                    "add -addext basicConstraints=critical,CA:FALSE."}}};
}

}  // namespace checks::community
