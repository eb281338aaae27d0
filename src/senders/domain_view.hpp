// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/records.hpp"
#include "senders/mta_sts_policy.hpp"
#include "senders/server.hpp"

namespace senders {

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
  MtaStsPolicy mta_sts{};
  std::vector<Host> hosts;  // by preference
  std::string alias{};      // where the domain's CNAME leads; empty: it is none
};

// The server of an endpoint id of the domain's exchanges; nullptr: it was not looked at.
using ServerOf = std::function<std::shared_ptr<const Server>(const std::string& endpoint_id)>;

DomainView view_of(const model::DomainRecord& domain, const ServerOf& server_of);

}  // namespace senders
