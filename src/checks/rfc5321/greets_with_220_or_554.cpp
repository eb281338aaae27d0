// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check greets_with_220_or_554() {
  return {
      .requirement =
          "The greeting has the code 220, or 554 or 521 where no mail is taken, or 4xx for now.",
      .level = Level::should,
      .citations = {{"RFC 5321", "4.3.2", "On connection: 220, or 554; 421 at any time."},
                    {"RFC 5321", "4.3.1", "The table of replies SHOULD be strictly adhered to."},
                    {"RFC 5321", "3.1",
                     "554 MAY be given in the connection opening message instead of 220."},
                    {"RFC 7504", "3",
                     "521 in the connection opening: the host never accepts mail. The revision of "
                     "RFC 5321 (draft-ietf-emailcore-rfc5321bis) takes it over."}},
      .wants = {yes("greeting_code_fits"), known("ehlo_accepted")},
      .tested =
          "The code of every greeting is read; the sentence counts as kept when the conversation "
          "went on from there. A server that lets nobody get as far as EHLO is left open, its 554, "
          "521 or 4xx included: that may be about us.",
      .remedies = {{"",
                    "Greet with 220 where mail is taken, with 554 or 521 where it is not, and with "
                    "421 when it is not a good time."}}};
}

}  // namespace checks::rfc5321
