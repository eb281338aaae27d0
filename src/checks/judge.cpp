// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/judge.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <tuple>
#include <utility>

#include "checks/catalogue.hpp"
#include "facts/domain.hpp"
#include "facts/facts.hpp"

namespace checks {
namespace {

using model::Answer;
using model::Doubt;
using model::Verdict;

constexpr std::uint16_t kSubmissions = 465;  // RFC 8314 section 3.3
constexpr std::uint16_t kSubmission = 587;   // RFC 6409

std::vector<std::string_view> fact_names(Subject subject) {
  std::vector<std::string_view> names;
  const auto facts = subject == Subject::endpoint ? facts::facts_of(model::EndpointRecord())
                                                  : facts::facts_of(model::DomainRecord());
  names.reserve(facts.size());
  for (const Fact& fact : facts) names.push_back(fact.name);
  return names;
}

bool speaks_of(Service service, std::uint16_t port) {
  const bool submission = port == kSubmissions || port == kSubmission;
  return service == Service::any || submission == (service == Service::submission);
}

Result by_level(Level level) {
  if (level == Level::must) return Result::fail;
  return level == Level::may ? Result::info : Result::warn;
}

bool is_asked(const Fact* fact) {
  return fact != nullptr && (fact->value != Answer::unknown || fact->doubt != Doubt::not_asked);
}

Verdict verdict_by(const Check& check, Result result, std::string_view name, const Fact* fact) {
  Verdict verdict{check.id, check.level, result, name, Answer::unknown, Doubt::not_asked, {}, {}};
  if (fact == nullptr) return verdict;
  verdict.value = fact->value;
  verdict.doubt = fact->doubt;
  verdict.seen = fact->seen;
  verdict.number = fact->number;
  return verdict;
}

Result of_doubt(const Fact* fact) {
  return fact != nullptr && fact->doubt == Doubt::not_applicable ? Result::not_applicable
                                                                 : Result::inconclusive;
}

}  // namespace

Judge::Judge(Subject subject, const std::vector<Check>& checks) : names_(fact_names(subject)) {
  for (std::size_t place = 0; place < names_.size(); ++place) places_[names_[place]] = place;
  for (const Check& check : checks) {
    if (check.subject == subject)
      checks_.push_back({&check, bind(check, check.applies), bind(check, check.wants)});
  }
}

std::string_view Judge::fact_name(std::string_view name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? std::string_view() : found->first;
}

std::vector<Judge::BoundWish> Judge::bind(const Check& check,
                                          const std::vector<Wish>& wishes) const {
  std::vector<BoundWish> bound;
  for (const Wish& wish : wishes) {
    const auto place = places_.find(wish.fact);
    if (place == places_.end()) {  // a programmer's error, found by every test that judges
      std::fprintf(stderr, "%s reads \"%s\", and there is no such fact\n",
                   std::string(check.id).c_str(), std::string(wish.fact).c_str());
      std::abort();
    }
    bound.push_back({&wish, place->second});
  }
  return bound;
}

Judge::Table Judge::table_of(const std::vector<Fact>& facts) const {
  Table table(names_.size(), nullptr);
  std::size_t expected = 0;  // facts come in the order of the names, with gaps
  for (const Fact& fact : facts) {
    while (expected < names_.size() && names_[expected].data() != fact.name.data()) ++expected;
    if (expected == names_.size()) {
      expected = 0;
      const auto place = places_.find(fact.name);
      if (place != places_.end()) table[place->second] = &fact;
    } else {
      table[expected++] = &fact;
    }
  }
  return table;
}

Verdict Judge::verdict_of(const BoundCheck& bound, const Table& facts, std::uint16_t port) const {
  const Check& check = *bound.check;
  if (!speaks_of(check.service, port)) {
    Verdict verdict = verdict_by(check, Result::not_applicable, {}, nullptr);
    verdict.doubt = Doubt::not_applicable;
    return verdict;
  }
  const auto by = [&](Result result, const BoundWish& decided) {
    return verdict_by(check, result, decided.wish->fact, facts[decided.fact]);
  };
  const auto known = [&](const BoundWish& wish) {
    const Fact* fact = facts[wish.fact];
    return fact != nullptr && fact->value != Answer::unknown;
  };
  const auto against = [&](const BoundWish& wish) {
    return known(wish) && !wish.wish->is_met_by(*facts[wish.fact]);
  };
  const auto unknown = [&](const BoundWish& wish) { return !known(wish); };
  const auto doubtful = [&](const BoundWish& wish) {
    return !known(wish) && of_doubt(facts[wish.fact]) == Result::inconclusive;
  };

  const auto& applies = bound.applies;
  if (const auto it = std::find_if(applies.begin(), applies.end(), against); it != applies.end())
    return by(Result::not_applicable, *it);
  const auto& wants = bound.wants;
  // A sentence of which it is not known whether it speaks of this server is not broken by it.
  if (const auto it = std::find_if(applies.begin(), applies.end(), unknown); it != applies.end())
    return by(of_doubt(facts[it->fact]), *it);
  if (const auto it = std::find_if(wants.begin(), wants.end(), against); it != wants.end()) {
    const Fact& fact = *facts[it->fact];
    return by(check.otherwise != nullptr ? check.otherwise(fact) : by_level(check.level), *it);
  }
  if (const auto it = std::find_if(wants.begin(), wants.end(), doubtful); it != wants.end())
    return by(Result::inconclusive, *it);
  const auto met = std::find_if(wants.begin(), wants.end(), known);
  return met == wants.end() ? by(Result::not_applicable, wants.front()) : by(Result::pass, *met);
}

std::vector<Verdict> Judge::judge(const std::vector<Fact>& facts, std::uint16_t port) const {
  const Table table = table_of(facts);
  const auto asked = [&table](const BoundWish& wish) { return is_asked(table[wish.fact]); };
  std::vector<Verdict> verdicts;
  verdicts.reserve(checks_.size());
  for (const BoundCheck& bound : checks_) {
    if (std::any_of(bound.wants.begin(), bound.wants.end(), asked))
      verdicts.push_back(verdict_of(bound, table, port));
  }
  std::stable_sort(verdicts.begin(), verdicts.end(), [](const Verdict& a, const Verdict& b) {
    return std::tie(a.result, a.level) < std::tie(b.result, b.level);
  });
  return verdicts;
}

const Judge& judge_of(Subject subject) {
  static const Judge endpoint(Subject::endpoint, catalogue());
  static const Judge domain(Subject::domain, catalogue());
  return subject == Subject::endpoint ? endpoint : domain;
}

}  // namespace checks
