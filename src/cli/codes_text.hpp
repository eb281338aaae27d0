// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cli {

// What a code means, for a terminal; of all codes of a stage when `name` is one; of all when it is
// empty. Empty: there is no such code.
std::string codes_text(std::string_view name);

// All of them, as results-schema/outcomes.md has them.
std::string codes_markdown();

}  // namespace cli
