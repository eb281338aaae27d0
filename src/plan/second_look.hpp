// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/time.hpp"

namespace plan {

// How long to wait before the plain probe is played again on an endpoint that came out so; 0: there
// is nothing to be gained by it. Never at once: what has put us off would put us off again.
base::Milliseconds rest_before_second_look(std::string_view code);

}  // namespace plan
