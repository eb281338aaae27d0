// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/dns_remedies.hpp"

namespace checks::community {

Check tlsa_has_sha256() {
  return {
      .requirement =
          "Beside a TLSA record with SHA-512 there is one with SHA-256 of the same usage and "
          "selector.",
      .level = Level::community,
      .subject = Subject::domain,
      .citations =
          {{"RFC 7672", "3.1.1",
            "All DANE implementations are required to support SHA2-256: such a record works for "
            "all clients."}},
      .wants = {yes("tlsa_sha256")},
      .broken = Result::info,
      .tested =
          "TLSA of every MX host with signed addresses is asked for; each record of matching "
          "type 2 is paired with one of type 1.",
      .remedies = plain_tlsa()};
}

}  // namespace checks::community
