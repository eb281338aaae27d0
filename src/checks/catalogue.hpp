// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "checks/check.hpp"

namespace checks {

// Every check of the folder, in the order of their ids.
const std::vector<Check>& catalogue();

// nullptr when there is none of this id.
const Check* find_check(std::string_view id);

// "rfc3207" of "rfc3207/not_offered_inside_tls".
std::string_view authority_of(std::string_view id);

}  // namespace checks
