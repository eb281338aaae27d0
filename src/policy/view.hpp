// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>

#include "model/records.hpp"

namespace policy {

// A domain as DNS shows it, and those of its mail servers that were looked at. Refers to records
// that must outlive it.
struct View {
  const model::DomainRecord& domain;
  // Whether the AD flags of its lookups count: the resolver validates, and it is on this machine or
  // known to be reached safely. Otherwise nothing is known about DANE.
  bool resolver_trusted = true;
  // By endpoint id, as in the domain's exchanges; one that is missing was not looked at.
  std::map<std::string, const model::EndpointRecord*, std::less<>> servers{};

  [[nodiscard]] const model::EndpointRecord* server(const std::string& endpoint_id) const {
    const auto found = servers.find(endpoint_id);
    return found == servers.end() ? nullptr : found->second;
  }
};

}  // namespace policy
