// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8460 {

Check uri_schemes_known() {
  return {.requirement = "Every address for reports is a mailto: or https: URI.",
          .level = Level::must,
          .subject = Subject::domain,
          .citations = {{"RFC 8460", "3", "Two URI schemes are supported: mailto and https."}},
          .precedence =
              "Reports do not come to that address; mail is delivered all the same: a warning.",
          .wants = {yes("tlsrpt_uri_schemes_known")},
          .broken = Result::warn,
          .tested = "TXT of _smtp._tls is asked for, and the schemes of the URIs in rua are read.",
          .remedies = {
              {"", "Write mailto:ADDRESS or https://HOST/PATH in rua: senders know no other."}}};
}

}  // namespace checks::rfc8460
