// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check same_server_everywhere() {
  return {
      .requirement = "One server answers at this address, or several that cannot be told apart.",
      .level = Level::community,
      .citations =
          {{"RFC 9325", "3.9",
            "Service providers SHOULD ensure that all servers that provide the same service "
            "provide equivalent levels of security."}},
      .applies = {known("ehlo_accepted")},
      .wants = {yes("one_identity")},
      .broken = Result::info,
      .tested =
          "The names in greetings and EHLO replies and the certificates of the plain conversations "
          "are compared; of a farm, what takes a comparison is left open elsewhere.",
      .remedies = {{"",
                    "Nothing, if the servers of the farm are configured alike; have them tested "
                    "one by one, each at its own address."}}};
}

}  // namespace checks::community
