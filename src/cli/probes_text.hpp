// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "model/probe.hpp"

namespace cli {

// The probes for people, grouped by tier, in 80 columns.
std::string probes_text(const std::vector<model::Probe>& probes);

}  // namespace cli
