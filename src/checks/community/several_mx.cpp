// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check several_mx() {
  return {.requirement = "The domain has more than one MX host.",
          .level = Level::community,
          .subject = Subject::domain,
          .citations =
              {{"RFC 5321", "5.1",
                "MX records have an order of preference, and hosts of equal preference share the "
                "load."}},
          .wants = {yes("several_mx")},
          .broken = Result::info,
          .tested =
              "MX is asked for, and the hosts named are counted; a domain without MX records has "
              "one, itself.",
          .remedies = {
              {"",
               "Nothing has to be done: senders try again for days, and one name may have several "
               "addresses. A second host is worth something where it is kept like the first."}}};
}

}  // namespace checks::community
