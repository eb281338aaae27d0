// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check marks_downgrade() {
  return {.requirement = "A server of TLS 1.3 that negotiates an older version marks its random.",
          .level = Level::must,
          .citations = {{"RFC 8446", "4.1.3",
                         "TLS 1.3 servers which negotiate TLS 1.2 or below MUST set the last 8 "
                         "octets of their random: DOWNGRD and 01, or 00 below TLS 1.2."}},
          .precedence =
              "A load balancer that gives TLS 1.2 and 1.3 to different back ends shows the same "
              "from outside, each back end being in order, and mail is delivered: a warning.",
          .wants = {yes("downgrade_sentinel")},
          .broken = Result::warn,
          .tested =
              "Hellos of TLS 1.2 and older (probes tls12, tls12-no-ems, tls11, tls10) are sent to "
              "a server of TLS 1.3, and the random of the ServerHello read.",
          .remedies = {{"",
                        "Update the TLS library of the server, or of the proxy or firewall in "
                        "front of it that ends or inspects TLS. A load balancer that gives TLS 1.2 "
                        "and 1.3 to different back ends shows the same."}}};
}

}  // namespace checks::rfc8446
