// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7505 {

Check null_mx_preference_zero() {
  return {
      .requirement = "The preference of a null MX is 0.",
      .level = Level::must,
      .subject = Subject::domain,
      .citations =
          {{"RFC 7505", "3",
            "A null MX consists of preference number 0 and a zero-length label as the exchange."}},
      .precedence =
          "The section describes the record without a MUST; senders look at the name alone, "
          "so it is a warning.",
      .wants = {yes("null_mx_preference_zero")},
      .broken = Result::warn,
      .tested =
          "MX is asked for, and the preference of a record whose exchange is the root is "
          "read.",
      .remedies = {{"", "Write MX 0 . and nothing else."}}};
}

}  // namespace checks::rfc7505
