// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which stored lines are ours, and of a version that is known (results-schema/README.md).
#pragma once

#include <string>
#include <string_view>

namespace model {

// Of the `type` and the `schema` of a line: why it cannot be `used` ("judged", "gone on with"), a
// clause without a full stop. Empty: nothing stands against it; what stands behind 1. is not looked
// at.
std::string schema_problem(std::string_view type, std::string_view schema, std::string_view used);

}  // namespace model
