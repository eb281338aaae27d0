// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check refuses_parameter() {
  return {.requirement = "STARTTLS with a parameter is refused, as a syntax error.",
          .level = Level::should,
          .citations = {{"RFC 3207", "4",
                         "The command has no parameters, and 501 (syntax error, no parameters "
                         "allowed) is the reply for who gives one."},
                        {"RFC 5321", "4.1.1",
                         "Servers SHOULD reject a command without parameters that is given some, "
                         "as invalid syntax."}},
          .wants = {no("starttls_accepts_parameter")},
          .tested =
              "A STARTTLS with a parameter is sent in cleartext; any 5xx is a refusal. It is asked "
              "in the audit tier only.",
          .remedies = {{"",
                        "Update the server: the parser of its commands looks at the beginning of "
                        "the line only."}}};
}

}  // namespace checks::rfc3207
