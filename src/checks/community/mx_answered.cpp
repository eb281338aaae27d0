// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check mx_answered() {
  return {
      .requirement =
          "The MX lookup of the domain is answered, even if only to say that there are no records.",
      .level = Level::community,
      .subject = Subject::domain,
      .citations =
          {{"RFC 5321", "5.1",
            "If a temporary error is returned, the message MUST be queued and retried later."},
           {"RFC 7672", "2.1.2",
            "A lookup failure that prevents the client from determining where to connect delays "
            "delivery."}},
      .wants = {yes("mx_answered")},
      .tested =
          "MX is asked for; SERVFAIL, REFUSED and aliases in a circle are failures. One look does "
          "not tell a bad hour from a bad zone, and silence may be about the path.",
      .remedies = {{"",
                    "Ask each name server of the domain for MX. With DNSSEC look for expired "
                    "signatures and for a DS record at the parent that fits no key: all senders "
                    "behind validating resolvers get SERVFAIL."}}};
}

}  // namespace checks::community
