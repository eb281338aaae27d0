// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check one_reply_per_command() {
  return {.requirement = "The server answers each command once, and says nothing else.",
          .level = Level::must,
          .citations = {{"RFC 5321", "4.2", "Every command MUST generate exactly one reply."}},
          .wants = {yes("one_reply_per_command"), known("ehlo_accepted")},
          .tested =
              "What comes without a command is noted; what belongs to the closing of the channel "
              "(421, 221) does not count.",
          .remedies = {{"",
                        "Send one reply to each command: clients that read on by turns take the "
                        "second for the answer to their next command."}}};
}

}  // namespace checks::rfc5321
