// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check no_root_sent() {
  return {.requirement = "The root is not sent along.",
          .level = Level::community,
          .citations = {{"RFC 8446", "4.4.2",
                         "A certificate that specifies a trust anchor MAY be omitted."},
                        {"RFC 7672", "3.1.2",
                         "With DANE-TA the trust anchor MUST be part of the chain, even if it is a "
                         "self-signed root."}},
          .precedence =
              "RFC 7672 where TLSA records with DANE-TA are published for the root: then it has to "
              "be sent. Otherwise it is some 1,500 octets that nobody uses.",
          .wants = {no("certificate_root_sent")},
          .broken = Result::info,
          .tested =
              "The certificates of the plain conversation, those that a present-day sender gets, "
              "are read, and one that signed itself is looked for after the server's own.",
          .remedies = {
              {"",
               "Leave the root out of the file of certificates, unless a TLSA record with usage 2 "
               "stands for it: who trusts it has it, and every handshake is shorter by it."}}};
}

}  // namespace checks::community
