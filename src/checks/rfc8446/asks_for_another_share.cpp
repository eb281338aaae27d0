// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check asks_for_another_share() {
  return {
      .requirement =
          "The server answers a ClientHello without a usable key share with a HelloRetryRequest.",
      .level = Level::must,
      .citations = {{"RFC 8446", "4.1.1",
                     "A server that selects a group of which the client sent no key share MUST "
                     "respond with a HelloRetryRequest."},
                    {"RFC 8446", "9.2", "An empty vector of key shares is permitted."}},
      .wants = {yes("hello_retry_request")},
      .tested =
          "A ClientHello of TLS 1.3 offers groups that the server has and an empty list of key "
          "shares (probe hello-retry). A server that refuses the empty list itself counts as well: "
          "what it would do about a share of another group cannot be told from that.",
      .remedies = {{"",
                    "Update the TLS library of the server, or of the proxy or firewall in front of "
                    "it that ends or inspects TLS. Senders that guess another group than the "
                    "server has may not be able to use TLS 1.3 with it."}}};
}

}  // namespace checks::rfc8446
