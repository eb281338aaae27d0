// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/records.hpp"

namespace checks_test {

// Plays the conversations of a file NAME.visit (README.md), one after the other. Throws
// std::runtime_error with file and line when it cannot be read or did not go as written. The facts
// are not derived.
model::EndpointRecord play_visit(const std::string& file);

}  // namespace checks_test
