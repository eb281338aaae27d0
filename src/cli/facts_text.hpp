// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/records.hpp"

namespace cli {

// What a visit showed, for people: one fact a line with its reason, facts that nobody asked about
// left out.
std::string facts_text(const model::EndpointRecord& visit);

// A conversation in a line: "tls11: alert protocol_version(70)".
std::string conversation_line(const model::Conversation& conversation);

}  // namespace cli
