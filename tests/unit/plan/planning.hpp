// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tests of whole visits share: the planner with the probes that are built in, and a server
// to begin with.
#pragma once

#include <vector>

#include "model/probe.hpp"
#include "plan/planner.hpp"
#include "support/tls_peer.hpp"

namespace planning {

std::vector<model::Probe> catalogue();
plan::Planner planner(const plan::PlanOptions& options);
// TLS 1.2 and 1.3 of OpenSSL with an RSA certificate, the same one each time.
support::PeerOptions healthy();

}  // namespace planning
