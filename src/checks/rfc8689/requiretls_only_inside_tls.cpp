// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8689 {

Check requiretls_only_inside_tls() {
  return {.requirement = "REQUIRETLS is not offered before TLS, where it cannot be used.",
          .level = Level::may,
          .citations =
              {{"RFC 8689", "2",
                "The option is used in sessions that employ TLS, where the server offers it in the "
                "EHLO reply that follows STARTTLS; that it be absent before is not demanded."}},
          .wants = {no("requiretls_offered_in_clear")},
          .tested = "The keywords of the EHLO replies in cleartext are read.",
          .remedies = {
              {"", "Offer REQUIRETLS inside TLS alone."},
              {"Postfix", "requiretls_enable = yes (3.11 and later) offers it inside TLS only."}}};
}

}  // namespace checks::rfc8689
