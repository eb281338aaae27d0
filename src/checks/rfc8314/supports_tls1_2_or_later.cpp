// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc8314 {

Check supports_tls1_2_or_later() {
  return {.requirement = "A submission server supports TLS 1.2 or 1.3.",
          .level = Level::must,
          .service = Service::submission,
          .citations = {{"RFC 8314", "4", "Mail Submission Servers MUST support TLS 1.2 or later."},
                        {"RFC 8997", "1", "The minimum that RFC 8314 recommends is TLS 1.2."}},
          .wants = {yes("tls1_2"), yes("tls1_3")},
          .enough = Enough::one,
          .tested = "A sender with TLS 1.2 alone, and one with TLS 1.3 alone.",
          .remedies = tls1_2_switched_on()};
}

}  // namespace checks::rfc8314
