// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7505 {

Check null_mx_alone() {
  return {.requirement = "A null MX is the only MX record.",
          .level = Level::must,
          .subject = Subject::domain,
          .citations = {{"RFC 7505", "3",
                         "A domain that advertises a null MX MUST NOT advertise any other MX RR."}},
          .wants = {yes("null_mx_alone")},
          .tested = "MX is asked for, and the records beside a null MX are counted.",
          .remedies = {
              {"",
               "Take the null MX away if the domain takes mail, and all others if it does not. "
               "Some senders bounce by the one, some deliver by the others."}}};
}

}  // namespace checks::rfc7505
