// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong, once each, wherever it is found: of the checks, of the outcomes, of the policies,
// and of what senders stumble over.
#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "checks/catalogue.hpp"
#include "outcome/codes.hpp"
#include "report/policy_findings.hpp"
#include "report/subject.hpp"

namespace report {
namespace {

using model::EndpointRecord;
using model::Result;
using model::Verdict;

// A finding, and by which facts it is known again when senders stumble over one.
struct Draft {
  Finding finding;
  std::vector<std::string_view> facts{};
};

void add_unique(std::vector<std::string>& words, const std::string& word) {
  if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
}

std::optional<Severity> severity_of(Result result) {
  switch (result) {
    case Result::fail:
      return Severity::fail;
    case Result::warn:
      return Severity::warn;
    case Result::inconclusive:
      return Severity::doubt;
    case Result::info:
      return Severity::info;
    case Result::pass:
    case Result::not_applicable:
      break;
  }
  return std::nullopt;
}

// A certificate that is not trusted is so for one of these.
bool is_reason_of(std::string_view fact, std::string_view property) {
  if (fact == property) return true;
  return property == "certificate_trusted" &&
         (fact == "certificate_chain_complete" || fact == "certificate_in_dates" ||
          fact == "certificate_self_signed");
}

bool is_consequence(const Finding& finding) { return finding.id == kDoesNotFit; }

bool came_through(const EndpointRecord& record) {
  return record.outcome && outcome::stage_of(record.outcome->code) == "quit";
}

class Collector {
 public:
  explicit Collector(const Subject& subject) : subject_(subject) {}

  // `reached`: otherwise that nothing could be asked is said once, by the outcome.
  void add_verdicts(const std::vector<Verdict>& verdicts, const std::string& where, bool reached) {
    for (const Verdict& verdict : verdicts) {
      const auto severity = severity_of(verdict.result);
      if (!severity) continue;
      if (!reached && verdict.doubt == model::Doubt::not_measured) continue;
      Draft& draft = draft_of_check(verdict);
      draft.finding.severity = std::min(draft.finding.severity, *severity);
      draft.finding.places.push_back({where, seen_of(verdict)});
    }
  }

  void add_outcome(const EndpointRecord& record, const std::string& where) {
    if (!record.outcome) return;
    const outcome::Code* code = outcome::find_code(record.outcome->code);
    if (code == nullptr || came_through(record)) return;
    const bool measured = record.outcome->measurability == model::Measurability::measured;
    const bool reached = outcome::stage_of(code->code) != "connect";
    Finding finding;
    finding.id = code->code;
    finding.severity = measured && reached ? Severity::fail : Severity::doubt;
    finding.title = std::string(code->meaning);
    if (!code->remedy.empty()) finding.remedies.push_back({{}, std::string(code->remedy)});
    if (!code->sources.empty()) finding.sources.push_back({std::string(code->sources), {}, {}});
    std::vector<std::string_view> facts;
    if (code->code == "starttls.not_offered") facts = {"starttls_offered"};
    if (outcome::stage_of(code->code) == "handshake") facts = {"starttls_works"};
    merge({std::move(finding), facts}, {where, words_of(record)});
  }

  void add_policy(PolicyFinding found) {
    Finding& finding = found.finding;
    const auto places = std::exchange(finding.places, {});
    for (const Finding::Place& place : places) merge({finding, found.facts}, place);
  }

  // Senders that a finding costs, and one of its own for what no other explains.
  void add_obstacle(const Obstacle& obstacle) {
    if (!obstacle.certain) return;
    bool known = false;  // some finding is about it
    bool explained = false;
    // That a policy does not fit is a consequence: what is behind it is looked for all the same.
    // What only informs elsewhere is what loses mail here, where nothing worse explains it.
    for (const Severity least : {Severity::warn, Severity::info}) {
      if (explained) break;
      for (Draft& draft : drafts_) {
        if (!explains(draft, obstacle, least)) continue;
        known = true;
        if (is_consequence(draft.finding) && obstacle.way != "mta_sts") continue;
        explained = explained || !is_consequence(draft.finding);
        block(draft, obstacle);
      }
    }
    if (!known) block(own_draft(obstacle), obstacle);
  }

  std::vector<Finding> take() {
    std::vector<Finding> findings;
    for (Draft& draft : drafts_) {
      choose_remedies(draft.finding);
      findings.push_back(std::move(draft.finding));
    }
    const auto rank = [](const Finding& finding) {
      return std::make_tuple(!finding.blocks, finding.severity, is_consequence(finding),
                             level_rank(finding.level), -static_cast<long>(finding.senders.size()));
    };
    std::stable_sort(
        findings.begin(), findings.end(),
        [&rank](const Finding& one, const Finding& other) { return rank(one) < rank(other); });
    return findings;
  }

 private:
  static int level_rank(std::string_view level) {
    return level == "must" ? 0 : level == "should" ? 1 : level.empty() ? 2 : 3;
  }

  static std::string seen_of(const Verdict& verdict) {
    std::string seen = verdict.seen;
    if (verdict.number && seen.empty()) seen = fmt::format("{}", *verdict.number);
    if (verdict.doubt != model::Doubt::none) {
      seen = fmt::format("{}{}{}", model::to_string(verdict.doubt), seen.empty() ? "" : ": ", seen);
      std::replace(
          seen.begin(),
          seen.begin() +
              static_cast<long>(seen.find(':') == std::string::npos ? seen.size() : seen.find(':')),
          '_', ' ');
    }
    return seen;
  }

  // The reply or the alert that decided, in the server's own words.
  static std::string words_of(const EndpointRecord& record) {
    for (const model::Conversation& conversation : record.conversations) {
      const auto& outcome = conversation.outcome;
      if (!outcome || outcome->code != record.outcome->code) continue;
      if (outcome->smtp_code != 0) return fmt::format("{} {}", outcome->smtp_code, outcome->words);
      if (outcome->alert)
        return fmt::format("alert {}", wire::alert_name(outcome->alert->alert.description));
    }
    const MergedCount count{record.outcome->agreeing, record.outcome->attempts};
    return fmt::format("{} of {} attempts", count.agreeing, count.attempts);
  }
  struct MergedCount {
    std::size_t agreeing;
    std::size_t attempts;
  };

  Draft* find(std::string_view id) {
    const auto found = std::find_if(drafts_.begin(), drafts_.end(),
                                    [id](const Draft& draft) { return draft.finding.id == id; });
    return found == drafts_.end() ? nullptr : &*found;
  }

  void merge(Draft draft, Finding::Place place) {
    Draft* known = find(draft.finding.id);
    if (known == nullptr) known = &drafts_.emplace_back(std::move(draft));
    known->finding.severity = std::min(known->finding.severity, draft.finding.severity);
    known->finding.places.push_back(std::move(place));
  }

  Draft& draft_of_check(const Verdict& verdict) {
    if (Draft* known = find(verdict.check)) return *known;
    Draft& draft = drafts_.emplace_back();
    draft.finding.id = std::string(verdict.check);
    draft.finding.level = std::string(model::to_string(verdict.level));
    if (const checks::Check* check = checks::find_check(verdict.check)) describe(*check, draft);
    return draft;
  }

  static void describe(const checks::Check& check, Draft& draft) {
    draft.finding.title = fmt::format("Wanted: {}", check.requirement);
    for (const checks::Remedy& remedy : check.remedies)
      draft.finding.remedies.push_back({std::string(remedy.software), std::string(remedy.change)});
    for (const checks::Citation& citation : check.citations)
      draft.finding.sources.push_back({std::string(citation.document),
                                       std::string(citation.section), std::string(citation.says)});
    for (const checks::Wish& wish : check.wants) draft.facts.push_back(wish.fact);
  }

  // It is about this fact, and wrong at the place where the sender stumbled.
  static bool explains(const Draft& draft, const Obstacle& obstacle, Severity least) {
    const Severity severity = draft.finding.severity;
    if (obstacle.property.empty() || severity > least || severity == Severity::doubt) return false;
    const bool about = std::any_of(
        draft.facts.begin(), draft.facts.end(),
        [&obstacle](std::string_view fact) { return is_reason_of(fact, obstacle.property); });
    if (!about) return false;
    const auto& places = draft.finding.places;
    return obstacle.endpoint_id.empty() ||
           std::any_of(places.begin(), places.end(), [&obstacle](const Finding::Place& place) {
             return place.where == obstacle.endpoint_id ||
                    place.where.find('/') == std::string::npos;
           });
  }

  static void block(Draft& draft, const Obstacle& obstacle) {
    draft.finding.blocks = true;
    draft.finding.severity = Severity::fail;
    if (!obstacle.sender.empty()) add_unique(draft.finding.senders, obstacle.sender);
  }

  Draft& own_draft(const Obstacle& obstacle) {
    const std::string id =
        "sender." + (obstacle.property.empty() ? "other" : std::string(obstacle.property));
    Draft* known = find(id);
    if (known == nullptr) {
      known = &drafts_.emplace_back();
      known->finding.id = id;
      known->finding.title = "Some senders that want TLS do not get past this server.";
      known->facts = {obstacle.property};
      for (const checks::Check& check : checks::catalogue()) {
        const bool wants = std::any_of(
            check.wants.begin(), check.wants.end(),
            [&obstacle](const checks::Wish& wish) { return wish.fact == obstacle.property; });
        if (!wants || !known->finding.remedies.empty()) continue;
        Draft like;
        describe(check, like);
        known->finding.remedies = std::move(like.finding.remedies);
        known->finding.sources = std::move(like.finding.sources);
      }
    }
    const std::string where =
        obstacle.endpoint_id.empty() ? subject_.record.domain : obstacle.endpoint_id;
    auto& places = known->finding.places;
    const bool is_there = std::any_of(places.begin(), places.end(), [&](const auto& place) {
      return place.where == where && place.seen == obstacle.reason;
    });
    if (!is_there && !obstacle.endpoint_id.empty()) places.push_back({where, obstacle.reason});
    if (places.empty()) places.push_back({where, obstacle.reason});
    return *known;
  }

  // Where every place's software is recognized, what is for it and for everybody; else all.
  void choose_remedies(Finding& finding) const {
    std::vector<std::string> software;
    for (const Finding::Place& place : finding.places) {
      const EndpointRecord* record = subject_.view.server(place.where);
      const std::string name = record == nullptr ? std::string() : software_of(*record);
      if (name.empty()) return;
      add_unique(software, name);
    }
    std::vector<Remedy> chosen;
    for (const Remedy& remedy : finding.remedies) {
      if (remedy.software.empty() ||
          std::find(software.begin(), software.end(), remedy.software) != software.end())
        chosen.push_back(remedy);
    }
    if (!chosen.empty()) finding.remedies = std::move(chosen);
  }

  const Subject& subject_;
  std::vector<Draft> drafts_;
};

}  // namespace

std::vector<Finding> findings_of(const Subject& subject, const std::vector<Enforced>& enforced) {
  Collector collector(subject);
  for (PolicyFinding& found : policy_findings_of(subject)) collector.add_policy(std::move(found));
  for (const EndpointRecord* record : subject.endpoints) {
    const std::string id = model::endpoint_id(record->endpoint);
    collector.add_outcome(*record, id);
    if (record->verdicts) collector.add_verdicts(*record->verdicts, id, came_through(*record));
  }
  if (subject.record.verdicts)
    collector.add_verdicts(*subject.record.verdicts, subject.record.domain, true);
  for (const Enforced& way : enforced) {
    for (const Obstacle& obstacle : way.obstacles) collector.add_obstacle(obstacle);
  }
  return collector.take();
}

CheckCounts counts_of(const Subject& subject) {
  model::RollUp sum;
  for (const EndpointRecord* record : subject.endpoints) {
    if (record->verdicts) sum += model::roll_up(*record->verdicts);
  }
  if (subject.record.verdicts) sum += model::roll_up(*subject.record.verdicts);
  return {sum.count(Result::fail), sum.count(Result::warn), sum.count(Result::inconclusive),
          sum.count(Result::info), sum.count(Result::pass), sum.count(Result::not_applicable)};
}

}  // namespace report
