// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/probe.hpp"

namespace model {

// What a server's log keeps of a probe. "clean": the script may come to its end with QUIT, and does
// where the server plays along. "dirty": whatever the server says, the connection is left without
// QUIT, as behind a lone ClientHello.
std::string_view cost_of(const Probe& probe);

// The probes without their steps, a JSON array, indented for people.
std::string catalogue_document(const std::vector<Probe>& probes);

}  // namespace model
