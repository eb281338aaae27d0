// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/line_judge.hpp"

#include <utility>

namespace cli {
namespace {

using checks::Subject;
using Wanted = model::StoredLineReader::Wanted;

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

// As much of the domain as senders go by. Without its route a domain has no servers, and what
// becomes of its mail is unknown.
model::DomainRecord domain_of(const model::StoredLine& line) {
  static const model::StoredRoute kNone;
  const model::StoredRoute& route = line.route ? *line.route : kNone;
  model::DomainRecord domain;
  domain.domain = line.key;
  domain.mx_lookup = route.mx_lookup;
  domain.mx_status = route.mx_status;
  domain.authenticated = route.authenticated;
  domain.exchanges = route.exchanges;
  domain.mta_sts = route.mta_sts;
  domain.mta_sts_policy = route.mta_sts_policy;
  return domain;
}

}  // namespace

LineJudge::LineJudge(std::string version, std::vector<model::Sender> senders)
    : version_(std::move(version)),
      senders_(std::move(senders)),
      reader_(names_of(Subject::endpoint), names_of(Subject::domain),
              senders_.empty() ? Wanted::facts : Wanted::facts_and_routes),
      deliveries_(senders_.size()) {}

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
  if (!senders_.empty()) add_senders(judged, stored);
  return {{}, std::move(judged)};
}

void LineJudge::add_senders(model::JudgedLine& judged, const model::StoredLine& stored) {
  if (judged.is_endpoint) {
    judged.senders = senders::verdicts_of(senders::Server(stored.facts, stored.outcome), senders_);
    servers_.keep(key_of(stored.run_id, stored.key), stored.facts, stored.outcome);
    return;
  }
  const auto server_of = [&](const std::string& id) {
    return servers_.find(key_of(stored.run_id, id));
  };
  judged.senders = senders::verdicts_of(senders::view_of(domain_of(stored), server_of), senders_);
  for (std::size_t i = 0; i < senders_.size(); ++i)
    ++deliveries_[i][static_cast<std::size_t>((*judged.senders)[i].delivery)];
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
