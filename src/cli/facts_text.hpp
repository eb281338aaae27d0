// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/records.hpp"

namespace cli {

// What a visit showed, for people: one fact a line with its reason, facts that nobody asked about
// left out.
std::string facts_text(const model::EndpointRecord& visit);

}  // namespace cli
