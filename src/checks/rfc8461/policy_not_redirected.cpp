// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check policy_not_redirected() {
  return {
      .requirement = "The policy host hands out the MTA-STS policy itself and does not redirect.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations = {{"RFC 8461", "3.3", "HTTP 3xx redirects MUST NOT be followed."}},
      .wants = {yes("mta_sts_policy_not_redirected")},
      .tested =
          "The status of the answer to GET https://mta-sts.DOMAIN/.well-known/mta-sts.txt is "
          "looked at.",
      .remedies = {{"",
                    "Answer that path with 200 and the text: senders go nowhere else. To have "
                    "another host do it, point mta-sts.DOMAIN to it with a CNAME record, and let "
                    "it have a certificate for mta-sts.DOMAIN."},
                   {"nginx",
                    "Give mta-sts.DOMAIN a server block of its own for port 443, without return "
                    "301 or rewrite."},
                   {"Apache httpd",
                    "Give mta-sts.DOMAIN a VirtualHost of its own for port 443, without Redirect, "
                    "or except the path: RewriteRule ^/?.well-known/mta-sts.txt$ - [END]"}}};
}

}  // namespace checks::rfc8461
