// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8314 {

Check certificate_names_host() {
  return {.requirement =
              "A submission server's certificate has the name by which users know the server.",
          .level = Level::must,
          .service = Service::submission,
          .citations =
              {{"RFC 8314", "4.4",
                "Providers MUST maintain valid server certificates for all servers; see RFC 7817."},
               {"RFC 7817", "3",
                "The client looks for the hostname that it connects to, or the domain of its "
                "user's address, in the certificate."}},
          .wants = {yes("certificate_names_mx_host")},
          .tested = "The DNS names of the certificate are compared with the host that was visited.",
          .remedies = {{"",
                        "Have the certificate issued for every name by which users were told to "
                        "reach the server."}}};
}

}  // namespace checks::rfc8314
