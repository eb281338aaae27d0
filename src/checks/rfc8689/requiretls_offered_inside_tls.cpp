// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8689 {

Check requiretls_offered_inside_tls() {
  return {.requirement = "A server that offers REQUIRETLS offers it inside TLS.",
          .level = Level::must,
          .citations = {{"RFC 8689", "2",
                         "Following the negotiation of STARTTLS, the SMTP server MUST advertise in "
                         "the subsequent EHLO response that it supports REQUIRETLS."}},
          .precedence =
              "The sentence stands among the conditions under which a sender may use the option: "
              "the server that does not keep it is only not sent such mail. A warning.",
          .applies = {yes("requiretls_offered_in_clear")},
          .wants = {yes("requiretls_offered")},
          .broken = Result::warn,
          .tested = "The keywords of the EHLO replies before and inside TLS are compared.",
          .remedies = {
              {"",
               "Offer REQUIRETLS in the EHLO reply inside TLS: there senders look for it, and "
               "nowhere else."},
              {"Postfix", "requiretls_enable = yes (3.11 and later) offers it inside TLS only."}}};
}

}  // namespace checks::rfc8689
