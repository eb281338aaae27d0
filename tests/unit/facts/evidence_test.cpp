// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/evidence.hpp"

#include <string>

#include <doctest/doctest.h>

#include "facts/question.hpp"
#include "visit.hpp"

namespace {

using facts::Evidence;
using facts::Talk;
using test::a_certificate;
using test::Visit;

TEST_CASE("each conversation has what its own certificates say, however many there are") {
  Visit visit;
  constexpr int kChains = 12;  // more than are compared with each other
  for (int i = 0; i < kChains; ++i) {
    visit.certificate({.name = "mx" + std::to_string(i) + ".test"});
    visit.plain12().plain12();
  }
  visit.refused("tls13");
  const Evidence evidence(visit.record);
  REQUIRE(evidence.talks().size() == 2 * kChains + 1);
  for (int i = 0; i < 2 * kChains; ++i) {
    const Talk& talk = evidence.talks()[static_cast<std::size_t>(i)];
    REQUIRE(talk.certificates().size() == 1);
    CHECK(leaf_of(talk).subject_dn == "CN=mx" + std::to_string(i / 2) + ".test");
    CHECK(&leaf_of(talk) == &talk.certificates().front());  // read once
  }
  CHECK(evidence.talks().back().certificates().empty());
}

TEST_CASE("conversations with the same certificates share what was read of them") {
  const Visit visit = Visit().plain12().plain12();
  const Evidence evidence(visit.record);
  CHECK(&evidence.talks()[0].certificates() == &evidence.talks()[1].certificates());
}

TEST_CASE("plays of a probe stand in their order") {
  const Visit visit = Visit().plain().refused("tls11").plain().dropped("tls11");
  const Evidence evidence(visit.record);
  const Evidence::Talks& plays = evidence.plays_of("tls11");
  REQUIRE(plays.size() == 2);
  CHECK(plays[0]->index() == 1);
  CHECK(plays[1]->index() == 3);
  CHECK(evidence.plays_of("tls10").empty());
  CHECK(evidence.played("starttls"));
  CHECK_FALSE(evidence.played("tls10"));
}

TEST_CASE("a control stands before and another one behind") {
  const Visit visit = Visit().refused("tls11").plain().refused("tls11").plain().refused("tls11");
  const Evidence evidence(visit.record);
  CHECK_FALSE(evidence.is_controlled(evidence.talks()[0]));
  CHECK(evidence.is_controlled(evidence.talks()[2]));
  CHECK_FALSE(evidence.is_controlled(evidence.talks()[4]));
}

int times_looked = 0;

model::Fact count_looks(const Evidence& evidence, std::uint16_t argument) {
  ++times_looked;
  model::Fact fact = facts::yes(evidence.talks().front(), std::to_string(argument));
  fact.number = argument > 0 ? evidence.once(count_looks, 0).list.size() : 0;  // asks another
  return fact;
}

TEST_CASE("what others build on is found out once for each argument") {
  const Visit visit = Visit().plain();
  const Evidence evidence(visit.record);
  times_looked = 0;
  const model::Fact& one = evidence.once(count_looks, 1);
  CHECK(times_looked == 2);
  CHECK(&evidence.once(count_looks, 1) == &one);
  CHECK(evidence.once(count_looks, 2).seen == "2");
  CHECK(one.seen == "1");
  CHECK(times_looked == 3);
}

}  // namespace
