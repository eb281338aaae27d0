// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "model/probe.hpp"
#include "model/records.hpp"

namespace scan {

// What a visit plays, decided elsewhere: scanning concludes nothing.
struct VisitPlan {
  // The probes to play now, given what was played; they do not depend on each other. Empty: the
  // visit is over. Asked again when those that were begun are over; pure.
  std::function<std::vector<std::shared_ptr<const model::Probe>>(const model::EndpointRecord&)>
      next;
  // How long to leave the server alone before what next() names, beyond the usual spacing; may be
  // empty: not at all.
  std::function<base::Milliseconds(const model::EndpointRecord&)> rest = {};
  // Puts conclusions into the record of a visit that is over; may be empty.
  std::function<void(model::EndpointRecord&)> conclude = {};
  // Whether the server of a concluded visit has asked to be visited less often; may be empty:
  // never.
  std::function<bool(const model::EndpointRecord&)> asks_patience = {};

  // One probe, once.
  static VisitPlan of(const model::Probe& probe) {
    return {[played = std::make_shared<const model::Probe>(probe)](const model::EndpointRecord& v) {
      using Stage = std::vector<std::shared_ptr<const model::Probe>>;
      return v.conversations.empty() ? Stage{played} : Stage{};
    }};
  }
};

}  // namespace scan
