// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json_fields.hpp"

namespace model {
namespace {

// `seen` and `list` quote what a server wrote.
JsonObject fact_json(const Fact& fact) {
  JsonObject because;
  if (fact.value == Answer::unknown) because.add("doubt", to_string(fact.doubt));
  if (!fact.probe.empty()) because.add("probe", fact.probe);
  if (!fact.seen.empty()) because.add("seen", outside(fact.seen));
  JsonObject json;
  json.add("value", to_string(fact.value)).add("because", because);
  if (fact.number) json.add("number", *fact.number);
  if (!fact.list.empty()) json.add("list", outside_texts(fact.list));
  return json;
}

}  // namespace

JsonObject facts_json(const std::vector<Fact>& facts) {
  JsonObject json;
  for (const Fact& fact : facts) {
    const bool asked = fact.value != Answer::unknown || fact.doubt != Doubt::not_asked;
    if (asked) json.add(fact.name, fact_json(fact));
  }
  return json;
}

}  // namespace model
