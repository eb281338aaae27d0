// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the two kinds of TLS steps offer, as a probe's JSON says it. For probe_json.cpp.
#pragma once

#include "model/json_source.hpp"
#include "model/probe.hpp"

namespace model {

// "hello": everything that a ClientHello can say.
void read_hello(ObjectReader& object, Step& step);
// "handshake": what the TLS library can be told: versions without a gap between, the groups that it
// has, no form of its own but that of the flight.
void read_handshake(ObjectReader& object, Step& step);

}  // namespace model
