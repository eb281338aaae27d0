// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "model/sender_verdict.hpp"
#include "senders/route.hpp"
#include "senders/verdicts.hpp"

namespace senders {

// What becomes of a message of this sender at one server of the domain.
Encounter meeting_of(const DomainView& view, const model::Sender& sender,
                     std::optional<model::WhatIf> what_if, const model::Exchange& host,
                     const Server& server);

// What becomes of a message of this sender; `what_if`: were one thing otherwise.
Arrival arrival_of(const DomainView& view, const model::Sender& sender,
                   std::optional<model::WhatIf> what_if);

}  // namespace senders
