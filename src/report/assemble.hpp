// SPDX-License-Identifier: GPL-3.0-or-later
//
// From what a visit and DNS have shown to an audit that can be read. Pure: the same records give
// the same audit.
#pragma once

#include <string>
#include <vector>

#include "model/records.hpp"
#include "model/sender.hpp"
#include "report/audit.hpp"

namespace report {

// What was found. The records have their facts, verdicts and outcomes.
struct Material {
  std::vector<model::DomainRecord> domains;
  std::vector<model::EndpointRecord> endpoints;
  std::vector<model::Sender> senders;

  // nullptr: nobody has looked at it.
  [[nodiscard]] const model::EndpointRecord* endpoint(const std::string& endpoint_id) const;
};

// `about`: an audit without domains, of which everything else is kept. `id`: for the MTA-STS record
// that is suggested, 1 to 32 letters and digits (RFC 8461 section 3.1).
Audit assemble(Audit about, const Material& material, const std::string& id);

}  // namespace report
