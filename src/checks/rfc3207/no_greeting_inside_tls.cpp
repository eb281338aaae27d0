// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check no_greeting_inside_tls() {
  return {
      .requirement = "The server does not greet again inside TLS.",
      .level = Level::must,
      .citations =
          {{"RFC 3207", "4.2",
            "Upon completion of the handshake SMTP is in the state after the 220 greeting."},
           {"RFC 5321", "4.2", "Every command MUST generate exactly one reply."}},
      .wants = {no("greets_inside_tls")},
      .tested = "The first reply inside TLS is looked at: 220 answers neither EHLO nor QUIT.",
      .remedies = {
          {"",
           "A wrapper that ends TLS (as stunnel does) must not open a new SMTP connection to the "
           "server after STARTTLS, or must swallow its greeting; let the server do TLS itself."},
          {"stunnel", "protocol = smtp in the service's section."}}};
}

}  // namespace checks::rfc3207
