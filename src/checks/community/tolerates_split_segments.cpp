// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check tolerates_split_segments() {
  return {
      .requirement = "The server reads a ClientHello that comes in several TCP segments.",
      .level = Level::community,
      .citations = {{"tldr.fail", "https://tldr.fail/",
                     "Servers that do not read a ClientHello to its end, because it is larger than "
                     "a packet or comes in parts, fail with post-quantum senders."},
                    {"RFC 9293", "2.2",
                     "TCP is a stream of octets: how it was cut into segments has no meaning."}},
      .wants = {yes("split_segments_tolerated")},
      .tested =
          "A ClientHello is sent in three segments, the first of which ends inside the record "
          "header (probe split-segments), and the outcome is compared with the plain one.",
      .remedies = {{"",
                    "Update the server, or the device in front of it that reads the ClientHello "
                    "with a single read()."}}};
}

}  // namespace checks::community
