// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check dane_has_reports() {
  return {.requirement = "A domain whose hosts have TLSA records has a TLSRPT record too.",
          .level = Level::community,
          .subject = Subject::domain,
          .citations =
              {{"RFC 8460", "2",
                "TLSRPT lets senders that are compatible with MTA-STS or DANE share success and "
                "failure statistics with recipient domains."},
               {"RFC 8460", "1.1",
                "For DANE the policy domain is the TLSA base domain of the receiving server."}},
          .applies = {yes("tlsa_published")},
          .wants = {yes("tlsrpt_record")},
          .broken = Result::info,
          .tested =
              "TXT of _smtp._tls below the domain is asked for where a host has signed TLSA "
              "records; below the host it is not asked for, so that this is information.",
          .remedies = {
              {"",
               "Write _smtp._tls TXT \"v=TLSRPTv1; rua=mailto:ADDRESS\": a certificate that is "
               "renewed without its TLSA record shows in the reports first."}}};
}

}  // namespace checks::community
