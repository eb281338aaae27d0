// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check policy_can_be_fetched() {
  return {
      .requirement = "The policy that the MTA-STS record announces can be fetched.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations = {{"RFC 8461", "3.3", "A policy is only valid if the HTTP response code is 200."},
                    {"RFC 8461", "3.3",
                     "Where no policy can be fetched and none is kept from before, senders MUST "
                     "deliver as though the domain had not implemented MTA-STS; policy hosts "
                     "SHOULD answer within one minute and 64 kilobytes."}},
      .wants = {yes("mta_sts_policy_fetched")},
      .tested =
          "The addresses of mta-sts.DOMAIN are looked up, and the policy is asked for with GET, "
          "for a minute and up to 64 KiB.",
      .remedies = {
          {"",
           "Let mta-sts.DOMAIN have an address and a web server that answers GET "
           "/.well-known/mta-sts.txt with 200 and the text itself. Try curl -v "
           "https://mta-sts.DOMAIN/.well-known/mta-sts.txt from outside. If there is to be no "
           "policy any more, see RFC 8461 section 8.3 before the record is removed."},
          {"nginx",
           "Write server_name mta-sts.DOMAIN; and location = /.well-known/mta-sts.txt { "
           "default_type text/plain; alias /srv/mta-sts.txt; }"},
          {"Apache httpd",
           "Write ServerName mta-sts.DOMAIN and Alias /.well-known/mta-sts.txt /srv/mta-sts.txt, "
           "and Require all granted for the file."},
          {"Caddy",
           "Write mta-sts.DOMAIN { root * /srv/mta-sts } and file_server in it, with the text in "
           "/srv/mta-sts/.well-known/mta-sts.txt."}}};
}

}  // namespace checks::rfc8461
