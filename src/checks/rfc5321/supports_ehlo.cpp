// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check supports_ehlo() {
  return {
      .requirement = "The server supports EHLO.",
      .level = Level::must,
      .citations = {{"RFC 5321", "2.2.1",
                     "Servers MUST support the EHLO command even if they do not implement any "
                     "specific extensions."},
                    {"RFC 5321", "4.5.1", "EHLO is among the commands that MUST be supported."}},
      .wants = {yes("ehlo_accepted")},
      .tested =
          "EHLO is sent first; only 500 and 502, as by who does not know the command, break the "
          "sentence: other refusals may be about us.",
      .remedies = {{"",
                    "Update the server, or take away the filter in front of it that knows commands "
                    "of 1982 only: without EHLO there is no STARTTLS."},
                   {"Cisco ASA", "\"no inspect esmtp\"; on a PIX \"no fixup protocol smtp 25\"."}}};
}

}  // namespace checks::rfc5321
