// SPDX-License-Identifier: GPL-3.0-or-later
//
// Servers that refuse the two ordinary senders of a visit, the present-day one and the old one.
#pragma once

#include <cstdint>

#include "model/probe.hpp"
#include "senders/hurdle.hpp"
#include "senders/server.hpp"

namespace senders {

// It answers no hello at all, those two and one that offers whatever there is (the probe
// last-resort) included: then it answers nobody's.
bool answers_nobody(const Server& server);

// Where ordinary senders are refused only who offers more in this version than they can hope.
Hurdle ordinary_refused(const Server& server, const model::TlsOffer& offer, std::uint16_t version);

}  // namespace senders
