// SPDX-License-Identifier: GPL-3.0-or-later
//
// A sender meets a server: what becomes of the message there.
#pragma once

#include <string>
#include <string_view>

#include "model/sender.hpp"
#include "senders/hurdle.hpp"
#include "senders/server.hpp"

namespace senders {

struct Encounter {
  model::Delivery delivery = model::Delivery::unknown;
  Hurdle hurdle{};  // that stood in the way of TLS with proof; passed: none
  // What of it would be reported where a policy is in force (RFC 8460 section 4.3); empty: nothing.
  std::string_view tlsrpt_result{};
  std::string tlsrpt_reason{};
  bool in_session = false;  // a connection stood: it counts as a session for some senders
  bool for_good = false;    // it greeted with 5xx
};

// What becomes of the message is not known, for this reason.
Encounter not_known(std::string_view property, std::string reason);

// What the sender knows of the server besides its facts.
struct Circumstances {
  const model::Treatment& treatment;
  Hurdle dane{};              // what the host's TLSA records say of its certificate
  std::string_view domain{};  // of the message; empty: not known
};

Encounter encounter(const Server& server, const model::Sender& sender,
                    const Circumstances& circumstances);

}  // namespace senders
