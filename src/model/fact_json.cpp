// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json_fields.hpp"

namespace model {
namespace {

// `seen` and `list` quote what a server wrote.
Json fact_json(const Fact& fact) {
  Json because = Json::object();
  if (fact.value == Answer::unknown) because["doubt"] = to_string(fact.doubt);
  if (!fact.probe.empty()) because["probe"] = fact.probe;
  if (!fact.seen.empty()) because["seen"] = outside(fact.seen);
  Json json{{"value", to_string(fact.value)}, {"because", std::move(because)}};
  if (fact.number) json["number"] = *fact.number;
  if (!fact.list.empty()) json["list"] = outside_list(fact.list);
  return json;
}

}  // namespace

Json facts_json(const std::vector<Fact>& facts) {
  Json json = Json::object();
  for (const Fact& fact : facts) {
    const bool asked = fact.value != Answer::unknown || fact.doubt != Doubt::not_asked;
    if (asked) json[std::string(fact.name)] = fact_json(fact);
  }
  return json;
}

}  // namespace model
