// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/dns_remedies.hpp"

namespace checks::rfc7672 {

Check tlsa_usable() {
  return {
      .requirement = "Every host with TLSA records has one that senders can use.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations =
          {{"RFC 7672", "8.1",
            "Each SMTP server MUST present a certificate chain that matches at least one of the "
            "TLSA records."},
           {"RFC 7671", "10.3",
            "Servers publishing TLSA records MUST be configured to allow clients to "
            "authenticate their certificate chains."},
           {"RFC 7672", "2.2",
            "Where all records are unusable, connections MUST be made via TLS, and "
            "authentication is not required."}},
      .wants = {yes("tlsa_usable")},
      .tested =
          "TLSA of every MX host with signed addresses is asked for; a record is usable with "
          "usage 2 or 3, known numbers and data as long as its digest.",
      .remedies = plain_tlsa()};
}

}  // namespace checks::rfc7672
