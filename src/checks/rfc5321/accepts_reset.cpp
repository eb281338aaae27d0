// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check accepts_reset() {
  return {
      .requirement = "RSET is answered with 250.",
      .level = Level::must,
      .citations = {{"RFC 5321", "4.1.1.5",
                     "The receiver MUST send a \"250 OK\" reply to a RSET command with no "
                     "arguments."},
                    {"RFC 5321", "4.5.1", "RSET is among the commands that MUST be supported."}},
      .wants = {yes("rset_accepted")},
      .tested =
          "A bounce is begun with MAIL FROM:<> and taken back with RSET before TLS, in the audit "
          "tier only; a server that wants TLS first (530) leaves it open.",
      .remedies = {{"",
                    "Let the server, or the proxy or filter in front of it, take RSET: senders "
                    "that deliver several messages in one session use it in between."}}};
}

}  // namespace checks::rfc5321
