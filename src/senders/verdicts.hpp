// SPDX-License-Identifier: GPL-3.0-or-later
//
// Facts and DNS in, a verdict for each kind of sender out. Pure.
#pragma once

#include <vector>

#include "model/sender.hpp"
#include "model/sender_verdict.hpp"
#include "senders/domain_view.hpp"
#include "senders/server.hpp"

namespace senders {

// One server by itself, of a domain without policies. next_mx: the message goes to another server
// of the domain, and where there is none it is deferred.
std::vector<model::SenderVerdict> verdicts_of(const Server& server,
                                              const std::vector<model::Sender>& all);

// What becomes of a message to the domain: the walk along its MX hosts.
std::vector<model::SenderVerdict> verdicts_of(const DomainView& view,
                                              const std::vector<model::Sender>& all);

}  // namespace senders
