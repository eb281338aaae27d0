// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "model/fact.hpp"
#include "model/records.hpp"

namespace facts {

// What the conversations of a visit show about the endpoint: every fact there is, in a fixed order,
// those that nothing was asked about as unknown(not_asked). Pure; `visit.facts` is not looked at.
std::vector<model::Fact> facts_of(const model::EndpointRecord& visit);

}  // namespace facts
