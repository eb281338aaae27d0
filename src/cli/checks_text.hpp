// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/check.hpp"
#include "model/probe.hpp"
#include "model/verdict.hpp"

namespace cli {

// The catalogue, a line or two a check, by authority.
std::string checks_text();
// The same with all that there is to say, as a JSON array, a check a line.
std::string checks_json();

// A check in full, or every check of an authority; which probes ask for its facts is told from the
// plan. `name`: "rfc8996/no_tls1_0", "no_tls1_0" where one authority alone has a check of this
// name, "rfc8996" or "RFC 8996". Empty: there is none of this name.
std::string check_text(std::string_view name);

// What came out: counts by level, worst first, then every verdict that somebody may have to act on;
// what was kept is counted only.
std::string verdicts_text(const std::vector<model::Verdict>& verdicts);

}  // namespace cli
