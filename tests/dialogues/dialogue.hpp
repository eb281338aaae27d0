// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace dialogues {

// Plays a dialogue file (README.md says what can stand in one). nullopt: everything was as written;
// otherwise "file:line: what was expected and what came".
std::optional<std::string> play(const std::string& file);

}  // namespace dialogues
