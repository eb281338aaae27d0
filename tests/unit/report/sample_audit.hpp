// SPDX-License-Identifier: GPL-3.0-or-later
//
// An audit made by hand, of everything that a report shows: three domains, one of each verdict.
#pragma once

#include <string>

#include "report/audit.hpp"

namespace sample {

// What a stranger might write to break a report: markup, quotes, octets that a terminal obeys.
inline const std::string kHostile = "<script>alert(\"1\")</script> ' & \x1b[31m \x07 \xff ]]>";

report::Domain safe_domain();     // two MX hosts, IPv4 and IPv6, DANE and MTA-STS in force
report::Domain not_yet_domain();  // much is wrong
report::Domain unknown_domain();  // greylisted, and a name server that fails

// All three.
report::Audit audit();
// One of them.
report::Audit audit_of(report::Domain domain);

}  // namespace sample
