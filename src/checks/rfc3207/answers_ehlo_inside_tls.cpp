// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {
namespace {

Result warns_of_554(const Fact& broken) {
  return broken.seen.starts_with("554") ? Result::warn : Result::fail;
}

}  // namespace

Check answers_ehlo_inside_tls() {
  return {
      .requirement = "EHLO is accepted inside TLS.",
      .level = Level::must,
      .citations = {{"RFC 3207", "4.2",
                     "SMTP is reset to its initial state, and the client SHOULD send EHLO first."},
                    {"RFC 5321", "4.5.1", "EHLO MUST be supported."},
                    {"RFC 3207", "4.1",
                     "A server for which the level of privacy is not high enough SHOULD reply 554 "
                     "to every command but QUIT."}},
      .precedence =
          "RFC 3207 section 4.1 lets a server that finds TLS too weak say 554, to every command: "
          "that is a warning, as such a server turns senders away; any other refusal is a failure.",
      .applies = {yes("starttls_offered")},
      .wants = {yes("ehlo_answered_inside_tls")},
      .broken_by = warns_of_554,
      .tested =
          "EHLO is sent again inside TLS in plain conversations; 4xx, silence and refusals that "
          "may be about us do not count.",
      .remedies = {{"",
                    "Accept EHLO again after the handshake; a filter in front of the server that "
                    "counts it as a repetition must forget the first one."},
                   {"Sendmail",
                    "TLS_Clt: entries of the access map and the ruleset tls_client decide what is "
                    "not encrypted enough."}}};
}

}  // namespace checks::rfc3207
