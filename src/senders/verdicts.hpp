// SPDX-License-Identifier: GPL-3.0-or-later
//
// Facts and DNS in, a verdict for each kind of sender out. Pure.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/records.hpp"
#include "model/sender.hpp"
#include "model/sender_verdict.hpp"
#include "senders/server.hpp"

namespace senders {

// One server by itself, of a domain without policies. next_mx: the message goes to another server
// of the domain, and where there is none it is deferred.
std::vector<model::SenderVerdict> verdicts_of(const Server& server,
                                              const std::vector<model::Sender>& all);

// The servers behind an MX host that were looked at; nullptr: this one was not.
struct Host {
  model::Exchange exchange;
  std::vector<std::shared_ptr<const Server>> servers;  // one for each of exchange.endpoint_ids
};

struct DomainView {
  std::string domain;
  std::string mx_lookup;  // as DomainRecord has it
  std::string mx_status;  // the same
  bool authenticated = false;
  bool announces_mta_sts = false;  // there is a record that a sender would follow (RFC 8461 3.1)
  std::vector<Host> hosts;         // by preference
};

// What becomes of a message to the domain: the walk along its MX hosts.
std::vector<model::SenderVerdict> verdicts_of(const DomainView& view,
                                              const std::vector<model::Sender>& all);

}  // namespace senders
