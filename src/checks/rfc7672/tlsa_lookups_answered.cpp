// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7672 {

Check tlsa_lookups_answered() {
  return {
      .requirement =
          "TLSA lookups of MX hosts are answered, even if only to say that there are no records.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations = {{"RFC 7672", "2.1.2",
                     "If a TLSA lookup fails the client MUST treat that server as unreachable and "
                     "MUST NOT deliver the message via that server."}},
      .precedence =
          "The MUST binds the sender. What it means for the server is a failure: a host whose "
          "addresses are signed and whose TLSA lookups fail gets no mail from any sender with "
          "DANE.",
      .wants = {yes("tlsa_lookups_answered")},
      .tested =
          "TLSA of every MX host with signed addresses is asked for; SERVFAIL, REFUSED and aliases "
          "in a circle are failures, silence may be about the path.",
      .remedies = {
          {"",
           "Ask each name server of the zone for TLSA: each must say NOERROR or NXDOMAIN, with "
           "NSEC or NSEC3 records that prove it. Until then senders with DANE do not deliver."},
          {"",
           "Name servers that are old, or balance load, may know A records alone: update them, or "
           "host the zone elsewhere."}}};
}

}  // namespace checks::rfc7672
