// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7627 {

Check works_without_extended_master_secret() {
  return {.requirement = "The server works with senders that do not know Extended Master Secret.",
          .level = Level::may,
          .citations = {{"RFC 7627", "5.2",
                         "A server SHOULD abort a handshake without the extension if it does not "
                         "wish to interoperate with legacy clients; else it goes on."},
                        {"RFC 9325", "5.2",
                         "For opportunistic security some of its recommendations may be too "
                         "strict: cleartext is worse than an outdated version or suite."}},
          .precedence =
              "RFC 7627 leaves it to the server; for mail that would go in cleartext otherwise RFC "
              "9325 section 5.2 speaks for going on.",
          .wants = {no("ems_required")},
          .tested =
              "A ClientHello of TLS 1.2 without extended_master_secret is sent (probe "
              "tls12-no-ems), and compared with the same hello that has it (probe tls12).",
          .remedies = {{"Red Hat Enterprise Linux",
                        "In FIPS mode: update-crypto-policies --set FIPS:NO-ENFORCE-EMS"},
                       {"",
                        "Nothing has to be done where no old sender matters: those without TLS 1.3 "
                        "and the extension go on in cleartext."}}};
}

}  // namespace checks::rfc7627
