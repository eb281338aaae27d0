// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalogue_json.hpp"

#include <algorithm>

#include "model/json_document.hpp"

namespace model {

std::string_view cost_of(const Probe& probe) {
  const bool dirty = std::any_of(probe.steps.begin(), probe.steps.end(), [](const Step& step) {
    return step.kind == Step::Kind::hello || step.kind == Step::Kind::close;
  });
  return dirty ? "dirty" : "clean";
}

std::string catalogue_document(const std::vector<Probe>& probes) {
  Json list = Json::array();
  for (const Probe& probe : probes) {
    Json json{{"id", probe.id}, {"purpose", probe.purpose}};
    if (!probe.source.empty()) json["source"] = probe.source;
    json["tier"] = to_string(probe.tier);
    json["deviates"] = probe.deviates;
    json["cost"] = cost_of(probe);
    list.push_back(std::move(json));
  }
  return list.dump(2) + "\n";
}

}  // namespace model
