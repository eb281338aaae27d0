// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a sender wants one fact of a server to be.
#pragma once

#include <string>

#include "senders/hurdle.hpp"
#include "senders/server.hpp"

namespace senders {

// `reason`: why it fails where the fact is not so.
Hurdle wants_yes(const Server& server, FactName fact, std::string reason);
// What makes no sense of this server (not_applicable) stands in nobody's way.
Hurdle wants_no(const Server& server, FactName fact, std::string reason);

}  // namespace senders
