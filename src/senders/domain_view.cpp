// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/domain_view.hpp"

#include <utility>

namespace senders {

DomainView view_of(const model::DomainRecord& domain, const ServerOf& server_of) {
  DomainView view{domain.domain,        domain.mx_lookup,          domain.mx_status,
                  domain.authenticated, mta_sts_policy_of(domain), {}};
  for (const model::Exchange& exchange : domain.exchanges) {
    Host host{exchange, {}};
    for (const std::string& id : exchange.endpoint_ids) host.servers.push_back(server_of(id));
    view.hosts.push_back(std::move(host));
  }
  if (!domain.aliases.empty()) view.alias = domain.aliases.back();
  return view;
}

}  // namespace senders
