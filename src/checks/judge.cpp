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
#include "model/endpoint.hpp"

namespace checks {
namespace {

using model::Answer;
using model::Doubt;
using model::Verdict;

std::vector<std::string_view> fact_names(Subject subject) {
  std::vector<std::string_view> names;
  const auto facts = subject == Subject::endpoint ? facts::facts_of(model::EndpointRecord())
                                                  : facts::facts_of(model::DomainRecord());
  names.reserve(facts.size());
  for (const Fact& fact : facts) names.push_back(fact.name);
  return names;
}

bool speaks_of(Service service, std::uint16_t port) {
  const bool implicit_tls = port == model::kSubmissionsPort;
  const bool starttls = port == model::kSubmissionPort;
  switch (service) {
    case Service::any:
      return true;
    case Service::mail_exchanger:
      return !implicit_tls && !starttls;
    case Service::submission:
      return implicit_tls || starttls;
    case Service::submission_by_starttls:
      return starttls;
    case Service::submission_by_implicit_tls:
      return implicit_tls;
  }
  return false;
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

// What a fact says of a wish.
enum class Standing : std::uint8_t { met, against, open, not_applicable };

Standing standing_of(const Wish& wish, const Fact* fact) {
  if (fact == nullptr) return Standing::open;
  if (fact->value != Answer::unknown)
    return wish.is_met_by(*fact) ? Standing::met : Standing::against;
  return fact->doubt == Doubt::not_applicable ? Standing::not_applicable : Standing::open;
}

Result result_of(Standing standing, const Check& check, const Fact* fact) {
  if (standing == Standing::met) return Result::pass;
  if (standing == Standing::open) return Result::inconclusive;
  return check.broken_by != nullptr ? check.broken_by(*fact) : broken_result(check);
}

}  // namespace

Result broken_result(const Check& check) {
  if (check.broken) return *check.broken;
  if (check.level == Level::must) return Result::fail;
  return check.level == Level::may ? Result::info : Result::warn;
}

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
  const auto first = [&facts](const std::vector<BoundWish>& wishes, Standing standing) {
    return std::find_if(wishes.begin(), wishes.end(), [&](const BoundWish& bound_wish) {
      return standing_of(*bound_wish.wish, facts[bound_wish.fact]) == standing;
    });
  };
  const auto by = [&](Result result, const BoundWish& decided) {
    return verdict_by(check, result, decided.wish->fact, facts[decided.fact]);
  };
  // A sentence of which it is not known whether it speaks of this server is not broken by it.
  for (const Standing standing : {Standing::against, Standing::not_applicable, Standing::open}) {
    const auto found = first(bound.applies, standing);
    if (found == bound.applies.end()) continue;
    return by(standing == Standing::open ? Result::inconclusive : Result::not_applicable, *found);
  }
  const bool all = check.enough == Enough::all;
  for (const Standing standing : {all ? Standing::against : Standing::met, Standing::open,
                                  all ? Standing::met : Standing::against}) {
    const auto found = first(bound.wants, standing);
    if (found != bound.wants.end())
      return by(result_of(standing, check, facts[found->fact]), *found);
  }
  return by(Result::not_applicable, bound.wants.front());
}

std::vector<Verdict> Judge::judge(const std::vector<Fact>& facts, std::uint16_t port) const {
  const Table table = table_of(facts);
  const auto asked = [&table](const BoundWish& wish) { return is_asked(table[wish.fact]); };
  std::vector<Verdict> verdicts;
  verdicts.reserve(checks_.size());
  for (const BoundCheck& bound : checks_) {
    if (std::none_of(bound.wants.begin(), bound.wants.end(), asked)) continue;
    Verdict verdict = verdict_of(bound, table, port);
    // Half a question is none: what would decide was not asked at this tier.
    const bool half = verdict.result == Result::inconclusive && verdict.doubt == Doubt::not_asked;
    if (!half) verdicts.push_back(std::move(verdict));
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
