// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc3207 {

Check nothing_in_clear_behind_220() {
  return {
      .requirement = "After the reply to STARTTLS the server says nothing in cleartext.",
      .level = Level::must,
      .citations = {{"RFC 3207", "4",
                     "220 is the last word in cleartext: what comes next is the TLS negotiation."},
                    {"RFC 5321", "4.2", "Every command MUST generate exactly one reply."}},
      .wants = {no("cleartext_behind_220")},
      .tested =
          "Octets between the reply to STARTTLS and the first TLS record are read in every "
          "conversation, the one with a command too many left out.",
      .remedies = {
          {"",
           "Update the server, or what stands in front of it: a client that takes such words for "
           "replies inside TLS can be lied to by whoever is on the path (response injection)."}}};
}

}  // namespace checks::rfc3207
