// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check answers_quit() {
  return {
      .requirement = "QUIT is answered with 221.",
      .level = Level::must,
      .citations =
          {{"RFC 5321", "4.1.1.10",
            "The receiver MUST send a \"221 OK\" reply, and then close the transmission channel."},
           {"RFC 5321", "4.5.1", "QUIT is among the commands that MUST be supported."}},
      .precedence = "The mail has been taken by then, and nothing depends on the reply: a warning.",
      .wants = {yes("quit_answered"), known("ehlo_accepted")},
      .broken = Result::warn,
      .tested =
          "Every conversation that can be ended in order is ended with QUIT; that the server is "
          "slow, or had refused us, does not count.",
      .remedies = {
          {"", "Answer QUIT before the connection is closed: clients log the other as an error."}}};
}

}  // namespace checks::rfc5321
