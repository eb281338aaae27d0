// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check one_code_per_reply() {
  return {
      .requirement = "All lines of a reply have the same code.",
      .level = Level::must,
      .citations =
          {{"RFC 5321", "4.2.1",
            "In a multiline reply, the reply code on each of the lines MUST be the same."}},
      .wants = {yes("reply_codes_agree"), known("ehlo_accepted")},
      .tested =
          "Every reply of every conversation is read octet by octet; the sentence counts as kept "
          "where the server let us send EHLO.",
      .remedies = {
          {"",
           "Give a reply one code: clients take the first, or the last, and do not agree which."}}};
}

}  // namespace checks::rfc5321
