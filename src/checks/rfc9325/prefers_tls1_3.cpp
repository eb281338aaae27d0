// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check prefers_tls1_3() {
  return {
      .requirement = "Where both sides support TLS 1.3 the server chooses it.",
      .level = Level::must,
      .citations = {{"RFC 9325", "3.1.1",
                     "Who supports TLS 1.3 MUST prefer to negotiate it over earlier versions."}},
      .wants = {yes("tls1_3_preferred")},
      .tested =
          "The plain hello offers TLS 1.3 and 1.2; the version of the answer is compared with what "
          "the server does when TLS 1.3 stands alone (probe tls13).",
      .remedies = {{"",
                    "Look for a device or proxy in front of the server that ends TLS, or a list of "
                    "versions in which TLS 1.2 is preferred, and update it."}}};
}

}  // namespace checks::rfc9325
