// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/question.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;

Fact known(Answer value, const Talk& talk, std::string seen) {
  Fact fact;
  fact.value = value;
  fact.doubt = Doubt::none;
  fact.probe = talk.probe();
  fact.seen = std::move(seen);
  return fact;
}

// What the plays of one probe say against something.
struct Case {
  const Talk* first = nullptr;             // that denies
  const Talk* first_controlled = nullptr;  // and counts
  unsigned denials = 0;
  unsigned controlled = 0;
  bool firm = false;                  // one of them is a word of TLS: once is enough
  bool firm_controlled = false;       // and one that counts
  bool base = false;                  // the server of the plain conversation itself said it
  bool disputed = false;              // another play was answered and does not deny
  const Talk* indifferent = nullptr;  // a play that says nothing either way

  void add(const Talk& talk, bool word, bool is_base, bool is_controlled) {
    if (first == nullptr) first = &talk;
    ++denials;
    firm = firm || word;
    base = base || is_base;
    if (!is_controlled) return;
    // The one that is shown should be the one that was enough.
    if (first_controlled == nullptr || (word && !firm_controlled)) first_controlled = &talk;
    ++controlled;
    firm_controlled = firm_controlled || word;
  }
  [[nodiscard]] bool enough() const { return firm || denials > 1; }
  [[nodiscard]] bool enough_controlled() const { return firm_controlled || controlled > 1; }
};

Case case_of(const Evidence& evidence, const Question& question, std::string_view probe,
             bool failures_count) {
  Case found;
  for (const Talk* talk : evidence.plays_of(probe)) {
    const Outcome outcome = question.outcome(*talk);
    const bool answered = outcome == Outcome::answered;
    const bool denied = answered && question.denies(*talk);
    const bool failed = (outcome == Outcome::refused || outcome == Outcome::dropped) &&
                        failures_count && question.tells(*talk);
    if (denied || failed) {
      const bool base = evidence.is_base(*talk);
      found.add(*talk, denied || outcome == Outcome::refused, base,
                base || evidence.is_controlled(*talk));
    } else {
      found.disputed = found.disputed || answered;
      if (found.indifferent == nullptr) found.indifferent = talk;
    }
  }
  return found;
}

bool is_asked(const Evidence& evidence, const Question& question) {
  const auto played = [&evidence](std::string_view probe) { return evidence.played(probe); };
  return std::any_of(question.asks.begin(), question.asks.end(), played) ||
         std::any_of(question.also.begin(), question.also.end(), played);
}

std::vector<Case> cases_of(const Evidence& evidence, const Question& question) {
  std::vector<Case> cases;
  cases.reserve(question.asks.size() + question.also.size());
  for (const std::string_view probe : question.asks)
    cases.push_back(case_of(evidence, question, probe, true));
  for (const std::string_view probe : question.also)
    cases.push_back(case_of(evidence, question, probe, false));
  return cases;
}

Fact doubtful(const Question& question, Doubt doubt, const Talk& talk) {
  Fact fact = unknown(doubt);
  fact.probe = talk.probe();
  fact.seen = question.ending(talk);
  return fact;
}

// Of several reasons why it is not a `no` the one that is nearest to it.
Fact not_known(const Evidence& evidence, const Question& question, const std::vector<Case>& cases) {
  const Talk* disputed = nullptr;
  const Talk* uncontrolled = nullptr;
  const Talk* once = nullptr;
  for (const Case& found : cases) {
    if (found.denials == 0) continue;
    if (found.disputed) {
      disputed = found.first;
    } else if (found.enough()) {
      uncontrolled = found.first;
    } else {
      once = found.first;
    }
  }
  const bool any = disputed != nullptr || uncontrolled != nullptr || once != nullptr;
  if (any && evidence.farm()) return unknown(Doubt::farm);
  if (disputed != nullptr) return doubtful(question, Doubt::contradiction, *disputed);
  if (uncontrolled != nullptr) return doubtful(question, Doubt::no_control, *uncontrolled);
  if (once != nullptr) return doubtful(question, Doubt::not_repeated, *once);
  for (std::size_t i = 0; i < question.asks.size(); ++i) {
    const Talk* talk = cases[i].indifferent;
    // A shared probe that was answered leaves the question to the one made for it, the first.
    if (talk != nullptr && (i == 0 || !question.is_answered(*talk)))
      return doubtful(question, Doubt::not_measured, *talk);
  }
  return unknown(Doubt::not_asked);
}

}  // namespace

Fact yes(const Talk& talk, std::string seen) { return known(Answer::yes, talk, std::move(seen)); }
Fact no(const Talk& talk, std::string seen) { return known(Answer::no, talk, std::move(seen)); }

Fact unknown(Doubt doubt) {
  Fact fact;
  fact.doubt = doubt;
  return fact;
}

Fact unknown(Doubt doubt, const Talk& talk) {
  Fact fact = unknown(doubt);
  fact.probe = talk.probe();
  fact.seen = talk.seen();
  return fact;
}

Fact conclude(const Evidence& evidence, const Question& question) {
  const auto& talks = evidence.talks();
  const auto shown = std::find_if(talks.begin(), talks.end(), [&](const Talk& talk) {
    return question.is_answered(talk) && question.shows(talk);
  });
  // Most of a visit's questions nobody has asked.
  if (!is_asked(evidence, question)) {
    return shown == talks.end() ? unknown(Doubt::not_asked) : yes(*shown, question.words(*shown));
  }
  const std::vector<Case> cases = cases_of(evidence, question);
  if (shown != talks.end()) {
    const auto against = std::find_if(cases.begin(), cases.end(),
                                      [](const Case& found) { return found.denials > 0; });
    if (question.certain || against == cases.end()) return yes(*shown, question.words(*shown));
    return evidence.farm() ? unknown(Doubt::farm)
                           : doubtful(question, Doubt::contradiction, *against->first);
  }
  for (const Case& found : cases) {
    if (found.disputed || !found.enough_controlled()) continue;
    if (evidence.farm() && !found.base) continue;
    const Talk& talk = *found.first_controlled;
    return no(talk, question.is_answered(talk) ? question.words(talk) : question.ending(talk));
  }
  return not_known(evidence, question, cases);
}

Fact in_every_conversation(const Evidence& evidence, const Rule& rule) {
  const Talk* kept = nullptr;
  const Talk* broken = nullptr;
  for (const Talk& talk : evidence.talks()) {
    if (!rule.applies(talk)) continue;
    if (rule.keeps(talk)) {
      if (kept == nullptr) kept = &talk;
      continue;
    }
    const bool counts =
        evidence.is_base(talk) || (evidence.is_controlled(talk) && !evidence.farm());
    if (counts) return no(talk, rule.words(talk));
    if (broken == nullptr) broken = &talk;
  }
  if (broken != nullptr) return unknown(evidence.farm() ? Doubt::farm : Doubt::no_control, *broken);
  if (kept != nullptr) return yes(*kept, rule.words(*kept));
  if (evidence.talks().empty()) return unknown(Doubt::not_asked);
  return unknown(Doubt::not_measured, evidence.talks().front());
}

Fact required_unless(Fact works_without) {
  if (works_without.value == Answer::unknown) return works_without;
  works_without.value = works_without.value == Answer::yes ? Answer::no : Answer::yes;
  return works_without;
}

Fact only_with(const Fact& condition, Fact fact) {
  if (condition.value == Answer::yes) return fact;
  if (condition.value == Answer::no) return unknown(Doubt::not_applicable);
  Fact doubtful = unknown(condition.doubt);
  doubtful.probe = condition.probe;
  doubtful.seen = condition.seen;
  return doubtful;
}

}  // namespace facts
