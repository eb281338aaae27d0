// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "model/probe.hpp"
#include "model/records.hpp"

namespace plan {

// What to ask next to know every cipher suite and group of a server: by elimination, one hello for
// each part that is not exhausted, without what the server has chosen and what it has refused. The
// probes do not depend on each other. Empty: everything is known, or cannot be.
//
// `base`: the probes enumerate-tls13, enumerate-tls12 and enumerate-old, whose hellos are replayed.
struct EnumerationProbes {
  const model::Probe* tls13 = nullptr;
  const model::Probe* tls12 = nullptr;
  const model::Probe* old = nullptr;
};
std::vector<model::Probe> enumeration(const EnumerationProbes& base,
                                      const model::EndpointRecord& visit);

}  // namespace plan
