// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace dialogues {

// What is missing in the dialogues of a folder, a sentence each: a dialogue that does not state its
// outcome, stage and measurability, an outcome's code that no dialogue comes to.
std::vector<std::string> gaps(const std::string& folder);

}  // namespace dialogues
