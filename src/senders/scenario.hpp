// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of a sender's treatments holds at a server: without a policy, under DANE, under MTA-STS, or
// were one thing otherwise.
#pragma once

#include <optional>

#include "model/sender_verdict.hpp"
#include "senders/route.hpp"
#include "senders/verdicts.hpp"

namespace senders {

// What becomes of a message of this sender at one server of the domain, which may be next_mx. Of an
// endpoint by itself `view` is empty: nothing is proved by DNSSEC, and no policy announced.
Encounter meeting_of(const DomainView& view, const model::Sender& sender,
                     std::optional<model::WhatIf> what_if, const model::Exchange& host,
                     const Server& server);

// What becomes of a message of this sender; `what_if`: were one thing otherwise.
Arrival arrival_of(const DomainView& view, const model::Sender& sender,
                   std::optional<model::WhatIf> what_if);

}  // namespace senders
