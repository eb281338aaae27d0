// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check asks_for_another_share() {
  return {.requirement = "Sent no key share that it can use, the server asks for another one.",
          .level = Level::must,
          .citations = {{"RFC 8446", "4.1.1",
                         "A server that selects a group of which the client sent no key share MUST "
                         "respond with a HelloRetryRequest."},
                        {"RFC 8446", "9.2", "An empty vector of key shares is permitted."}},
          .wants = {yes("hello_retry_request")},
          .tested = "A hello of TLS 1.3 offers groups and no key share (probe hello-retry).",
          .remedies = {{"",
                        "Update the TLS library of the server, or of the proxy or firewall in "
                        "front of it that ends or inspects TLS. Senders that guess another group "
                        "than the server has cannot use TLS 1.3 otherwise."}}};
}

}  // namespace checks::rfc8446
