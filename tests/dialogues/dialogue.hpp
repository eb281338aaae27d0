// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace dialogues {

struct Line {
  std::size_t number = 0;
  std::string mark;  // "S:", "S|", "C:", "C|", "--", "then:", "probe:", "probe-file:"
  std::string text;  // behind the mark; of "--" without the closing dashes
};

// Plays a dialogue file (README.md says what can stand in one). nullopt: everything was as written;
// otherwise "file:line: what was expected and what came".
std::optional<std::string> play(const std::string& file);

}  // namespace dialogues
