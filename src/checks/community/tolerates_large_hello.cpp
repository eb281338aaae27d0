// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check tolerates_large_hello() {
  return {
      .requirement = "The server reads a ClientHello as large as post-quantum key shares make it.",
      .level = Level::community,
      .citations = {{"tldr.fail", "https://tldr.fail/",
                     "Servers that do not read a ClientHello to its end, because it is larger than "
                     "a packet or comes in parts, fail with post-quantum senders."},
                    {"RFC 8446", "5.1",
                     "A record holds up to 2^14 octets; nothing allows a server to take less."}},
      .wants = {yes("large_hello_tolerated")},
      .tested =
          "Hellos of about 1,800 octets are sent, by a long ticket and by padding (probes large "
          "and padded), and the outcome is compared with the plain one.",
      .remedies = {{"",
                    "Update the TLS library, and the firewall, load balancer or intrusion "
                    "detection in front of the server. If a hello of this size fails over one path "
                    "alone, look for a path MTU black hole."}}};
}

}  // namespace checks::community
