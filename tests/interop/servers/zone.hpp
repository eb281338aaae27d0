// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "row.hpp"

namespace interop {

// The names of all of them, as tests/lab/dns/make_zones.py reads zones: interop.test, and a zone of
// its own for every name whose DNSSEC is not in order.
std::string zones(const std::vector<Row>& rows, const std::vector<Domain>& domains);

}  // namespace interop
