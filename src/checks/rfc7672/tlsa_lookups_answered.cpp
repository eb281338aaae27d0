// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7672 {

Check tlsa_lookups_answered() {
  return {.requirement = "TLSA lookups of MX hosts are answered, be it that there are no records.",
          .level = Level::should,
          .subject = Subject::domain,
          .citations =
              {{"RFC 7672", "2.2.2",
                "Name servers SHOULD provide negative replies that indicate the nonexistence of "
                "TLSA records, instead of SERVFAIL and the like."},
               {"RFC 7672", "2.1.2",
                "If a TLSA lookup fails the client MUST treat that server as unreachable and MUST "
                "NOT deliver the message via that server."}},
          .wants = {yes("tlsa_lookups_answered")},
          .tested =
              "TLSA of every MX host with signed addresses is asked for; SERVFAIL, REFUSED and "
              "aliases in a circle are failures, silence may be about the path.",
          .remedies = {
              {"",
               "Ask each name server of the zone for TLSA: each must say NOERROR or NXDOMAIN, with "
               "NSEC or NSEC3 records that prove it. Until then senders with DANE do not deliver."},
              {"",
               "Name servers that are old, or balance load, may know A records alone: update them, "
               "or host the zone elsewhere."}}};
}

}  // namespace checks::rfc7672
