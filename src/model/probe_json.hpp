// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/probe.hpp"

namespace model {

// Reads one probe file (results-schema/probe.schema.json). `file` is only named in messages. Fails
// with "file:line:column: what; what to do" for anything that is no probe: a key that is not known,
// a step of no kind, a handshake without STARTTLS before it, a verb that waxseal never sends.
base::Result<Probe> read_probe(std::string_view json, const std::string& file);

}  // namespace model
