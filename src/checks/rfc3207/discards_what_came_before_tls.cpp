// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check discards_what_came_before_tls() {
  return {.requirement = "What came in cleartext after STARTTLS is forgotten when TLS begins.",
          .level = Level::must,
          .citations = {{"RFC 3207", "4.2",
                         "The server MUST discard any knowledge obtained from the client that was "
                         "not obtained from the TLS negotiation itself."},
                        {"RFC 3207", "6",
                         "Servers MUST discard any knowledge obtained prior to the start of the "
                         "TLS handshake upon its completion."}},
          .wants = {no("command_injection")},
          .tested =
              "NOOP is sent after STARTTLS in the same segment (CVE-2011-0411); a reply to it "
              "inside TLS shows that it was kept. It is asked in the audit tier only.",
          .remedies = {{"",
                        "Update the server: the buffer of commands must be emptied between the "
                        "reply to STARTTLS and the handshake."},
                       {"Postfix",
                        "Fixed in 2.4.16, 2.5.12, 2.6.9 and 2.7.3 (CVE-2011-0411); every later "
                        "series has it."}}};
}

}  // namespace checks::rfc3207
