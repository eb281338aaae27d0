// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json_fields.hpp"

namespace model {
namespace {

constexpr std::array kAllLevels{Level::must, Level::should, Level::may, Level::community};
constexpr std::array kAllResults{Result::fail, Result::warn, Result::inconclusive,
                                 Result::info, Result::pass, Result::not_applicable};
static_assert(kAllLevels.size() == kLevels && kAllResults.size() == kResults);

JsonObject verdict_json(const Verdict& verdict) {
  JsonObject json;
  json.add("check", verdict.check)
      .add("level", to_string(verdict.level))
      .add("result", to_string(verdict.result));
  if (!verdict.fact.empty()) json.add("fact", verdict.fact);
  if (verdict.doubt != Doubt::none) json.add("doubt", to_string(verdict.doubt));
  if (!verdict.seen.empty()) json.add("seen", outside(verdict.seen));
  if (verdict.number) json.add("number", *verdict.number);
  return json;
}

}  // namespace

JsonObject verdict_counts_json(const RollUp& counts) {
  JsonObject json;
  for (const Level level : kAllLevels) {
    JsonObject of_level;
    for (const Result result : kAllResults)
      of_level.add(to_string(result), counts.count(level, result));
    json.add(to_string(level), of_level);
  }
  return json;
}

JsonList verdicts_json(const std::vector<Verdict>& verdicts) {
  JsonList list;
  for (const Verdict& verdict : verdicts) list.push_back(verdict_json(verdict));
  return list;
}

}  // namespace model
