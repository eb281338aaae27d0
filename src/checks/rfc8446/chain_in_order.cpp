// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check chain_in_order() {
  return {.requirement = "Each certificate presented is issued by the next.",
          .level = Level::should,
          .citations = {{"RFC 8446", "4.4.2",
                         "Each following certificate SHOULD directly certify the one immediately "
                         "preceding it; the server's own MUST come first."},
                        {"RFC 5246", "7.4.2",
                         "Each following certificate MUST directly certify the one preceding it."}},
          .precedence =
              "RFC 8446, the newer: it made a SHOULD of the MUST of TLS 1.2 because receivers have "
              "learned to sort. A few of TLS 1.2 have not.",
          .wants = {yes("certificate_chain_in_order")},
          .tested =
              "The certificates of the plain conversation, those that a present-day sender gets, "
              "are read: names of issuers and subjects in the order presented.",
          .remedies = another_chain()};
}

}  // namespace checks::rfc8446
