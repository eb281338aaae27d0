// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/records.hpp"

namespace cli {

// A conversation as a person debugging wants to read it: one line of dialogue a line, with the
// time, C for what we said and S for what the server said, c and s inside TLS; the handshake spelt
// out.
std::string conversation_text(const model::Endpoint& endpoint, const model::Probe& probe,
                              const model::Conversation& conversation);

}  // namespace cli
