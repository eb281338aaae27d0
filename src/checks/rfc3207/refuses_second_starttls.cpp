// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check refuses_second_starttls() {
  return {.requirement = "Inside TLS the server does not accept STARTTLS a second time.",
          .level = Level::must,
          .citations = {{"RFC 3207", "4.2",
                         "Both the client and the server MUST know if there is a TLS session "
                         "active; a client MUST NOT attempt to start another."}},
          .precedence =
              "The document binds both sides to know, and forbids the second STARTTLS to the "
              "client only: a server that accepts it is asked by nobody. A warning.",
          .wants = {no("starttls_accepted_inside_tls")},
          .broken = Result::warn,
          .tested =
              "STARTTLS is sent inside TLS; any refusal will do (Postfix says 554, Exim 503, "
              "Sendmail 454). It is asked in the audit tier only.",
          .remedies = {{"",
                        "Update the server, or what stands in front of it: a proxy that ends TLS "
                        "and passes the command on to a server that does not know of it."}}};
}

}  // namespace checks::rfc3207
