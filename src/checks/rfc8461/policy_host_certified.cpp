// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8461 {

Check policy_host_certified() {
  return {
      .requirement =
          "The host of the MTA-STS policy has a certificate that names it, is within its dates and "
          "leads to a public root.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations =
          {{"RFC 8461", "3.3",
            "The HTTPS server MUST present a certificate that is valid for the DNS-ID "
            "mta-sts.DOMAIN, chains to a root CA that the sender trusts, and is not expired."}},
      .wants = {yes("mta_sts_policy_host_certified")},
      .tested =
          "The chain that mta-sts.DOMAIN presents is verified with the run's roots, dates and "
          "constraints included, and its DNS names are compared with the host.",
      .remedies = {{"",
                    "Take a certificate of a public CA for mta-sts.DOMAIN itself, let a program "
                    "renew it (ACME) and reload the web server, and send the issuers' certificates "
                    "along. Until then the policy is none to every sender who does not know it "
                    "yet. A certificate for DOMAIN alone is not enough; *.DOMAIN is."},
                   {"certbot",
                    "Run certbot certonly -d mta-sts.DOMAIN with --nginx, --apache or --webroot."},
                   {"nginx",
                    "Set ssl_certificate to fullchain.pem, not to cert.pem, in the server block of "
                    "mta-sts.DOMAIN."},
                   {"Caddy",
                    "Write mta-sts.DOMAIN as the site's address: Caddy gets and renews the "
                    "certificate by itself."}}};
}

}  // namespace checks::rfc8461
