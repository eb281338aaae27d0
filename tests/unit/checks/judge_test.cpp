// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/judge.hpp"

#include <doctest/doctest.h>

namespace {

using checks::Check;
using checks::Judge;
using checks::no;
using checks::Service;
using checks::Subject;
using checks::yes;
using model::Answer;
using model::Doubt;
using model::Fact;
using model::Level;
using model::Result;
using model::Verdict;

Check check(std::string_view id, Level level, std::vector<checks::Wish> wants) {
  Check made;
  made.id = id;
  made.level = level;
  made.wants = std::move(wants);
  return made;
}

Fact known(std::string_view name, Answer answer) {
  Fact fact;
  fact.name = name;
  fact.value = answer;
  fact.doubt = Doubt::none;
  fact.seen = "as it was seen";
  return fact;
}

Fact doubtful(std::string_view name, Doubt doubt) {
  Fact fact;
  fact.name = name;
  fact.doubt = doubt;
  return fact;
}

// What one check makes of these facts; nothing where it has no verdict.
std::optional<Verdict> verdict_of(const Check& check, const std::vector<Fact>& facts,
                                  std::uint16_t port = 25) {
  const std::vector<Check> checks{check};
  const auto verdicts = Judge(check.subject, checks).judge(facts, port);
  if (verdicts.empty()) return std::nullopt;
  REQUIRE(verdicts.size() == 1);
  return verdicts.front();
}

Result result_of(const Check& check, const std::vector<Fact>& facts, std::uint16_t port = 25) {
  const auto verdict = verdict_of(check, facts, port);
  REQUIRE(verdict.has_value());
  return verdict->result;
}

}  // namespace

TEST_CASE("what is as it is wanted passes, with the fact that shows it") {
  const auto verdict =
      verdict_of(check("a/b", Level::must, {no("tls1_0")}), {known("tls1_0", Answer::no)});
  REQUIRE(verdict.has_value());
  CHECK(verdict->check == "a/b");
  CHECK(verdict->level == Level::must);
  CHECK(verdict->result == Result::pass);
  CHECK(verdict->fact == "tls1_0");
  CHECK(verdict->value == Answer::no);
  CHECK(verdict->doubt == Doubt::none);
  CHECK(verdict->seen == "as it was seen");
}

TEST_CASE("what a broken check comes to is its level's, or its own") {
  const std::vector<Fact> facts{known("tls1_0", Answer::yes)};
  CHECK(result_of(check("a/b", Level::must, {no("tls1_0")}), facts) == Result::fail);
  CHECK(result_of(check("a/b", Level::should, {no("tls1_0")}), facts) == Result::warn);
  CHECK(result_of(check("a/b", Level::may, {no("tls1_0")}), facts) == Result::info);
  CHECK(result_of(check("a/b", Level::community, {no("tls1_0")}), facts) == Result::warn);
  Check graded = check("a/b", Level::must, {no("tls1_0")});
  graded.broken = Result::info;
  CHECK(result_of(graded, facts) == Result::info);
  graded.broken = Result::warn;
  CHECK(result_of(graded, facts) == Result::warn);
}

TEST_CASE("what a broken check comes to can depend on how") {
  Check graded = check("a/b", Level::must, {yes("dhe_at_least_2048")});
  graded.broken_by = [](const Fact& fact) {
    return fact.number.value_or(0) < 1024 ? Result::fail : Result::warn;
  };
  Fact broken = known("dhe_at_least_2048", Answer::no);
  broken.number = 1536;
  CHECK(result_of(graded, {broken}) == Result::warn);
  broken.number = 512;
  CHECK(result_of(graded, {broken}) == Result::fail);
}

TEST_CASE("one of several wishes can be enough") {
  Check either = check("a/b", Level::must, {yes("tls1_2"), yes("tls1_3")});
  either.enough = checks::Enough::one;
  const Fact has_new = known("tls1_3", Answer::yes);
  const auto verdict = verdict_of(either, {known("tls1_2", Answer::no), has_new});
  REQUIRE(verdict.has_value());
  CHECK(verdict->result == Result::pass);
  CHECK(verdict->fact == "tls1_3");
  CHECK(result_of(either, {has_new}) == Result::pass);
  CHECK_FALSE(verdict_of(either, {known("tls1_2", Answer::no)}).has_value());
  CHECK(result_of(either, {known("tls1_2", Answer::no), doubtful("tls1_3", Doubt::farm)}) ==
        Result::inconclusive);
  CHECK(result_of(either, {known("tls1_2", Answer::no), known("tls1_3", Answer::no)}) ==
        Result::fail);
}

TEST_CASE("no doubt of any kind is a failure") {
  const Check wants = check("a/b", Level::must, {yes("ems_echoed")});
  for (const Doubt doubt : {Doubt::not_measured, Doubt::no_control, Doubt::not_repeated,
                            Doubt::contradiction, Doubt::farm}) {
    const auto verdict = verdict_of(wants, {doubtful("ems_echoed", doubt)});
    REQUIRE(verdict.has_value());
    CHECK(verdict->result == Result::inconclusive);
    CHECK(verdict->doubt == doubt);
  }
  CHECK(result_of(wants, {doubtful("ems_echoed", Doubt::not_applicable)}) ==
        Result::not_applicable);
}

TEST_CASE("what nobody asked about has no verdict") {
  const Check wants = check("a/b", Level::must, {yes("ems_echoed")});
  CHECK_FALSE(verdict_of(wants, {}).has_value());
  CHECK_FALSE(verdict_of(wants, {doubtful("ems_echoed", Doubt::not_asked)}).has_value());
  CHECK_FALSE(verdict_of(wants, {known("tls1_0", Answer::yes)}).has_value());
}

TEST_CASE("of several wishes one that is broken decides, then one that is open") {
  const Check both = check("a/b", Level::must, {yes("certificate_trusted"), yes("ems_echoed")});
  const auto verdict = verdict_of(
      both, {doubtful("certificate_trusted", Doubt::farm), known("ems_echoed", Answer::no)});
  REQUIRE(verdict.has_value());
  CHECK(verdict->result == Result::fail);
  CHECK(verdict->fact == "ems_echoed");
  CHECK_FALSE(verdict_of(both, {known("certificate_trusted", Answer::yes)}).has_value());
  CHECK(result_of(both, {known("certificate_trusted", Answer::yes),
                         doubtful("ems_echoed", Doubt::not_applicable)}) == Result::pass);
}

TEST_CASE("a sentence that does not speak of a server is not broken by it") {
  Check limited = check("a/b", Level::must, {yes("ems_echoed")});
  limited.applies = {yes("tls1_2")};
  const Fact broken = known("ems_echoed", Answer::no);
  CHECK(result_of(limited, {known("tls1_2", Answer::yes), broken}) == Result::fail);
  CHECK(result_of(limited, {known("tls1_2", Answer::no), broken}) == Result::not_applicable);
  CHECK(result_of(limited, {doubtful("tls1_2", Doubt::not_measured), broken}) ==
        Result::inconclusive);
  CHECK_FALSE(verdict_of(limited, {broken}).has_value());
}

TEST_CASE("submission is 465 and 587, and every other port a mail exchanger's") {
  Check of_service = check("a/b", Level::must, {yes("starttls_offered")});
  const std::vector<Fact> facts{known("starttls_offered", Answer::no)};
  of_service.service = Service::submission;
  CHECK(result_of(of_service, facts, 465) == Result::fail);
  CHECK(result_of(of_service, facts, 587) == Result::fail);
  CHECK(result_of(of_service, facts, 25) == Result::not_applicable);
  of_service.service = Service::submission_by_starttls;
  CHECK(result_of(of_service, facts, 465) == Result::not_applicable);
  CHECK(result_of(of_service, facts, 587) == Result::fail);
  CHECK(result_of(of_service, facts, 25) == Result::not_applicable);
  of_service.service = Service::submission_by_implicit_tls;
  CHECK(result_of(of_service, facts, 465) == Result::fail);
  CHECK(result_of(of_service, facts, 587) == Result::not_applicable);
  CHECK(result_of(of_service, facts, 25) == Result::not_applicable);
  of_service.service = Service::mail_exchanger;
  CHECK(result_of(of_service, facts, 465) == Result::not_applicable);
  CHECK(result_of(of_service, facts, 587) == Result::not_applicable);
  CHECK(result_of(of_service, facts, 2525) == Result::fail);
}

TEST_CASE("a wish can look at what a fact counts") {
  Check counts = check("a/b", Level::must,
                       {{"dhe_at_least_2048", Answer::yes,
                         [](const Fact& fact) { return fact.number.value_or(0) >= 1024; }}});
  Fact fact = known("dhe_at_least_2048", Answer::no);
  fact.number = 1536;
  const auto verdict = verdict_of(counts, {fact});
  REQUIRE(verdict.has_value());
  CHECK(verdict->result == Result::pass);
  CHECK(verdict->number == 1536);
  fact.number = 512;
  CHECK(result_of(counts, {fact}) == Result::fail);
}

TEST_CASE("facts count in any order, and unknown names are passed over") {
  const Check wants = check("a/b", Level::must, {no("tls1_0"), yes("ems_echoed")});
  CHECK(result_of(wants, {known("ems_echoed", Answer::yes), known("tls1_0", Answer::no)}) ==
        Result::pass);
  CHECK(result_of(wants, {known("tls1_0", Answer::yes), known("of_the_future", Answer::no),
                          known("ems_echoed", Answer::yes)}) == Result::fail);
}

TEST_CASE("verdicts come worst first, by level, by id") {
  const std::vector<Check> checks{check("a/info", Level::may, {no("tls1_0")}),
                                  check("a/pass", Level::must, {yes("tls1_0")}),
                                  check("b/warn", Level::should, {no("tls1_0")}),
                                  check("b/warn_too", Level::community, {no("tls1_0")}),
                                  check("c/fail", Level::must, {no("tls1_0")}),
                                  check("d/fail", Level::must, {no("tls1_0")})};
  std::vector<std::string_view> ids;
  for (const Verdict& verdict :
       Judge(Subject::endpoint, checks).judge({known("tls1_0", Answer::yes)}, 25))
    ids.push_back(verdict.check);
  CHECK(ids == std::vector<std::string_view>{"c/fail", "d/fail", "b/warn", "b/warn_too", "a/info",
                                             "a/pass"});
}

TEST_CASE("a roll-up counts by level and result") {
  Verdict fail;
  fail.result = Result::fail;
  Verdict pass;
  pass.level = Level::should;
  pass.result = Result::pass;
  model::RollUp counts = model::roll_up({fail, pass, pass});
  CHECK(counts.count(Level::must, Result::fail) == 1);
  CHECK(counts.count(Level::should, Result::pass) == 2);
  CHECK(counts.count(Level::must, Result::pass) == 0);
  counts += model::roll_up({fail});
  CHECK(counts.count(Result::fail) == 2);
}
