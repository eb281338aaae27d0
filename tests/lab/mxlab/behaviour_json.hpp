// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "behaviour.hpp"
#include "json_object.hpp"
#include "reply_json.hpp"

namespace mxlab {

// Reads one entry of "behaviours", "extends" already resolved.
Behaviour read_behaviour(const std::string& name, const JsonAt& at);

TlsProfile read_tls_profile(const JsonAt& at, const ReplyStyle& style);

}  // namespace mxlab
