// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8314 {

Check certificate_trusted() {
  return {.requirement = "A submission server has a certificate that leads to a public root.",
          .level = Level::must,
          .service = Service::submission,
          .citations = {{"RFC 8314", "4.4",
                         "Providers MUST maintain valid server certificates for all servers."},
                        {"RFC 8314", "5",
                         "Users' programs MUST NOT treat a session as confidential if the "
                         "certificate cannot be validated."}},
          .wants = {yes("certificate_trusted")},
          .tested = "The chain presented is verified with the run's roots.",
          .remedies = {{"",
                        "Take a certificate of a public authority, renew it by ACME, and send the "
                        "intermediate certificates along."},
                       {"Postfix",
                        "smtpd_tls_chain_files = KEY, CERTIFICATES: the file of the whole chain "
                        "(fullchain.pem)."},
                       {"Exim", "tls_certificate = the file of the whole chain."}}};
}

}  // namespace checks::rfc8314
