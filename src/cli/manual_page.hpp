// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "cli/command_tree.hpp"

namespace cli {

// The manual page waxseal(1), for man and groff -man.
std::string manual_page(const CommandTree& tree);

// `text` as roff prints it literally: no request at the beginning of a line, "-" the sign that is
// typed, blanks and ends of lines one blank each.
std::string roff(std::string_view text);

}  // namespace cli
