// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc8461 {

Check supports_tls1_2() {
  return {
      .requirement = "The server would suit MTA-STS: it supports TLS 1.2 or 1.3.",
      .level = Level::must,
      .service = Service::mail_exchanger,
      .citations =
          {{"RFC 8461", "7.2",
            "MTAs supporting MTA-STS MUST have support for TLS 1.2 or TLS 1.3 or higher."}},
      .precedence =
          "Where the domain publishes a policy of mode enforce it is a MUST, and senders that "
          "honour it do not deliver otherwise. Elsewhere RFC 9325 section 3.1.1 asks for the same, "
          "and opportunistic senders go on with less.",
      .wants = {yes("tls1_2"), yes("tls1_3")},
      .enough = Enough::one,
      .broken = Result::info,
      .tested =
          "A ClientHello of TLS 1.2 alone and one of TLS 1.3 alone are sent (probes tls12 and "
          "tls13).",
      .remedies = tls1_2_switched_on()};
}

}  // namespace checks::rfc8461
