// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "model/transcript.hpp"

namespace dialogues {

// What a transcript says, under the keys that may stand behind "then:".
using Outcome = std::map<std::string, std::string>;

Outcome outcome_of(const model::Transcript& transcript, bool said_quit);

}  // namespace dialogues
