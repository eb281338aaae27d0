// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::community {

Check chain_complete() {
  return {
      .requirement = "No certificate is missing between the server's own and a root.",
      .level = Level::community,
      .citations = {{"RFC 8446", "4.4.2", "Only the trust anchor MAY be omitted from the chain."},
                    {"RFC 5246", "7.4.2",
                     "Only the self-signed certificate of the root authority MAY be omitted."}},
      .precedence =
          "By whether the sender validates: opportunistic senders and DANE-EE do not need the "
          "chain; MTA-STS and DANE-TA do, and no mail server fetches what is missing.",
      .wants = {yes("certificate_chain_complete")},
      .broken = Result::info,
      .tested =
          "The chain presented is followed from issuer to issuer, to one of the run's roots or to "
          "one that signed itself.",
      .remedies = another_chain()};
}

}  // namespace checks::community
