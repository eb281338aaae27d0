// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5746 {

Check works_without_renegotiation_info() {
  return {
      .requirement = "The server works with senders that do not know secure renegotiation.",
      .level = Level::may,
      .citations = {{"RFC 5746", "3.6",
                     "A server that is not offered the extension goes on; some may want to "
                     "terminate the handshake instead."},
                    {"RFC 9325", "5.2",
                     "For opportunistic security some of its recommendations may be too strict: "
                     "cleartext is worse than an outdated version or suite."}},
      .precedence =
          "RFC 5746 leaves it to the server; for mail that would go in cleartext otherwise RFC "
          "9325 section 5.2 speaks for going on.",
      .wants = {no("renegotiation_info_required")},
      .tested =
          "A ClientHello of TLS 1.2 without renegotiation_info and its signalling suite is sent "
          "(probe no-renegotiation-info), and compared with the same hello that has it (probe "
          "tls12).",
      .remedies = {{"Exim", "With GnuTLS, take %SAFE_RENEGOTIATION out of tls_require_ciphers."},
                   {"",
                    "Nothing has to be done where no sender from before 2010 matters: those go on "
                    "in cleartext."}}};
}

}  // namespace checks::rfc5746
