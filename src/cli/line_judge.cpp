// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/line_judge.hpp"

#include <utility>

namespace cli {
namespace {

using checks::Subject;

model::StoredLineReader::Names names_of(Subject subject) {
  return
      [&judge = checks::judge_of(subject)](std::string_view name) { return judge.fact_name(name); };
}

std::string key_of(std::string_view run_id, std::string_view endpoint_id) {
  std::string key(run_id);
  key += ' ';
  key += endpoint_id;
  return key;
}

}  // namespace

LineJudge::LineJudge(std::string version)
    : version_(std::move(version)),
      reader_(names_of(Subject::endpoint), names_of(Subject::domain)) {}

LineJudge::Judged LineJudge::judge(std::string_view line) {
  const model::StoredLine stored = reader_.read(line);
  if (!stored.problem.empty()) return {stored.problem, std::nullopt};
  if (stored.kind == model::StoredLine::Kind::other) return {};
  model::JudgedLine judged;
  judged.is_endpoint = stored.kind == model::StoredLine::Kind::endpoint;
  judged.key = stored.key;
  judged.run_id = stored.run_id;
  judged.version = version_;
  const Subject subject = judged.is_endpoint ? Subject::endpoint : Subject::domain;
  judged.verdicts = checks::judge_of(subject).judge(stored.facts, stored.port);
  for (const model::Verdict& verdict : judged.verdicts)
    ++counts_[verdict.check][static_cast<std::size_t>(verdict.result)];
  ++(judged.is_endpoint ? endpoints_ : domains_);
  if (judged.is_endpoint) {
    by_endpoint_[key_of(stored.run_id, stored.key)] = model::roll_up(judged.verdicts);
  } else {
    add_endpoints(judged, stored);
  }
  return {{}, std::move(judged)};
}

void LineJudge::add_endpoints(model::JudgedLine& domain, const model::StoredLine& stored) const {
  domain.with_endpoints = model::roll_up(domain.verdicts);
  for (const std::string& id : stored.endpoint_ids) {
    const auto found = by_endpoint_.find(key_of(stored.run_id, id));
    if (found == by_endpoint_.end()) {
      ++domain.endpoints_missing;
    } else {
      ++domain.endpoints_judged;
      domain.with_endpoints += found->second;
    }
  }
}

}  // namespace cli
