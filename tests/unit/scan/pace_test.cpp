// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/pace.hpp"

#include <map>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "scan/network.hpp"

namespace {

using base::Milliseconds;
using Id = scan::Pace::Id;

base::Instant at(long milliseconds) {
  return base::Instant(Milliseconds(1'000'000 + milliseconds));
}

base::IpAddress ip(const std::string& text) { return *base::IpAddress::parse(text); }

std::vector<Id> all_of(scan::Pace& pace, base::Instant now, bool room = true) {
  std::vector<Id> ids;
  while (const auto turn = pace.take(now, room)) ids.push_back(turn->id);
  return ids;
}

using Ids = std::vector<Id>;

}  // namespace

TEST_CASE("without limits everybody goes at once, in order; an address once at a time") {
  scan::Pace pace({});
  pace.add(1, ip("192.0.2.1"), "one.test");
  pace.add(2, ip("192.0.2.1"), "one.test");
  pace.add(3, ip("192.0.2.2"), "one.test");
  CHECK(pace.waiting() == 3);
  CHECK(all_of(pace, at(0)) == Ids{1, 3});
  CHECK(pace.waiting() == 1);
  CHECK_FALSE(pace.next_change(at(0), true).has_value());
  pace.release(ip("192.0.2.1"), at(10));
  CHECK(all_of(pace, at(10)) == Ids{2});
}

TEST_CASE("an address rests between two visits, longer when it must") {
  scan::Pace pace({0, 0.2, 0, 0});
  for (Id id = 1; id <= 3; ++id) pace.add(id, ip("192.0.2.1"), "one.test");
  CHECK(all_of(pace, at(0)) == Ids{1});
  pace.release(ip("192.0.2.1"), at(100));
  CHECK(pace.next_change(at(100), true) == at(5'100));
  CHECK(all_of(pace, at(5'099)).empty());
  CHECK(all_of(pace, at(5'100)) == Ids{2});
  pace.release(ip("192.0.2.1"), at(5'200), at(60'000));
  CHECK(all_of(pace, at(59'999)).empty());
  CHECK(all_of(pace, at(60'000)) == Ids{3});
}

TEST_CASE("a network: /24 and /48") {
  scan::Pace pace({0, 0, 1, 0});
  pace.add(1, ip("192.0.2.1"), "one.test");
  pace.add(2, ip("192.0.2.2"), "two.test");
  pace.add(3, ip("192.0.3.1"), "three.test");
  pace.add(4, ip("2001:db8:1::1"), "four.test");
  pace.add(5, ip("2001:db8:1:ffff::1"), "five.test");
  pace.add(6, ip("2001:db8:2::1"), "six.test");
  CHECK(all_of(pace, at(0)) == Ids{1, 3, 4, 6});
  CHECK(all_of(pace, at(999)).empty());
  CHECK(all_of(pace, at(1'000)) == Ids{2, 5});
}

TEST_CASE("a throttled operator holds nobody else up") {
  scan::Pace pace({0, 0, 0, 2});
  for (unsigned i = 0; i < 100; ++i)
    pace.add(i, ip("10.0." + std::to_string(i) + ".1"), "large.test");
  for (unsigned i = 100; i < 200; ++i)
    pace.add(i, ip("10.1." + std::to_string(i) + ".1"), "small" + std::to_string(i) + ".test");
  const Ids first = all_of(pace, at(0));
  CHECK(first.size() == 101);  // one of the large and every small one
  CHECK(first.front() == 0);
  CHECK(all_of(pace, at(500)) == Ids{1});
  CHECK(pace.crowd(scan::Pace::gates_of(ip("10.0.0.1"), "large.test")[2]) == 98);
  for (unsigned step = 2; step < 100; ++step) CHECK(all_of(pace, at(500 * step)) == Ids{step});
}

TEST_CASE("in all: a tenth of a second's worth at once") {
  scan::Pace pace({100, 0, 0, 0});
  for (unsigned i = 0; i < 30; ++i)
    pace.add(i, ip("10.0." + std::to_string(i) + ".1"), std::to_string(i) + ".test");
  CHECK(all_of(pace, at(0)).size() == 10);
  CHECK(pace.next_change(at(0), true) == at(10));
  CHECK(all_of(pace, at(10)).size() == 1);
  CHECK(all_of(pace, at(110)).size() == 10);
  pace.set_rate(0, at(110));
  CHECK(all_of(pace, at(110)).size() == 9);
}

TEST_CASE("what was begun goes first, and without room") {
  scan::Pace pace({0, 0, 1, 0});
  pace.add(1, ip("192.0.2.1"), "one.test");
  REQUIRE(all_of(pace, at(0)) == Ids{1});
  for (Id id = 2; id <= 4; ++id) pace.add(id, ip("192.0.2." + std::to_string(id)), "one.test");
  CHECK(all_of(pace, at(0)).empty());
  pace.add_further(1, ip("192.0.2.1"), "one.test", 1);
  CHECK(all_of(pace, at(500), false).empty());
  const auto turn = pace.take(at(1'000), false);
  REQUIRE(turn.has_value());
  CHECK(turn->id == 1);
  CHECK(turn->further);
  CHECK(all_of(pace, at(2'000), false).empty());
  CHECK(all_of(pace, at(2'000)) == Ids{2});
}

TEST_CASE("several conversations at once use as many turns") {
  scan::Pace pace({0, 0, 0, 1});
  pace.add(1, ip("192.0.2.1"), "one.test");
  REQUIRE(all_of(pace, at(0)) == Ids{1});
  pace.add_further(1, ip("192.0.2.1"), "one.test", 4);
  CHECK(all_of(pace, at(1'000)) == Ids{1});
  pace.add(2, ip("192.0.2.2"), "one.test");
  CHECK(all_of(pace, at(4'999)).empty());
  CHECK(all_of(pace, at(5'000)) == Ids{2});
}

TEST_CASE("an operator that asks for patience is visited half as often, and is forgiven") {
  scan::Pace pace({0, 0, 0, 10});
  CHECK(pace.backoff("one.test", at(0)) == 1);
  pace.slow_down("one.test", at(0));
  CHECK(pace.backoff("one.test", at(0)) == 2);
  pace.slow_down("one.test", at(0));
  CHECK(pace.backoff("one.test", at(0)) == 4);
  for (Id id = 1; id <= 3; ++id) pace.add(id, ip("10.0." + std::to_string(id) + ".1"), "one.test");
  pace.add(4, ip("10.0.4.1"), "two.test");
  CHECK(all_of(pace, at(0)) == Ids{1, 4});
  CHECK(all_of(pace, at(399)).empty());
  CHECK(all_of(pace, at(400)) == Ids{2});
  CHECK(pace.backoff("one.test", at(600'000)) == 2);
  CHECK(pace.backoff("one.test", at(1'200'000)) == 1);
  for (int i = 0; i < 20; ++i) pace.slow_down("one.test", at(1'200'000));
  CHECK(pace.backoff("one.test", at(1'200'000)) == scan::Pace::kMostBackoff);
  const auto backoffs = pace.backoffs();
  REQUIRE(backoffs.size() == 1);
  CHECK(backoffs.front().op == "one.test");
  CHECK(backoffs.front().times == 22);
  CHECK(backoffs.front().slowest_per_second == doctest::Approx(10.0 / 64));
}

TEST_CASE("who wants no limit gets none, whatever an operator says") {
  scan::Pace pace({});
  pace.slow_down("one.test", at(0));
  CHECK(pace.backoff("one.test", at(0)) == 1);
  CHECK(pace.backoffs().empty());
}

TEST_CASE("forgetting who waits keeps the addresses of visits under way") {
  scan::Pace pace({0, 1, 1, 1});
  for (Id id = 1; id <= 4; ++id) pace.add(id, ip("10.0.0." + std::to_string(id)), "one.test");
  REQUIRE(all_of(pace, at(0)) == Ids{1});
  pace.clear_waiting();
  CHECK(pace.waiting() == 0);
  CHECK(all_of(pace, at(10'000)).empty());
  pace.release(ip("10.0.0.1"), at(10'000));
  CHECK(all_of(pace, at(20'000)).empty());
}

// No limit is ever exceeded, nobody waits without need at the end, and everybody gets a turn.
TEST_CASE("a random crowd") {
  std::mt19937 random(5);
  const model::Rates rates{50, 2, 3, 4};
  scan::Pace pace(rates);
  struct Visit {
    base::IpAddress address;
    std::string operator_name;
  };
  std::vector<Visit> visits;
  for (Id id = 0; id < 2'000; ++id) {
    const std::string address =
        "10.0." + std::to_string(random() % 30) + "." + std::to_string(random() % 40);
    visits.push_back({ip(address), "op" + std::to_string(random() % 25) + ".test"});
    pace.add(id, visits.back().address, visits.back().operator_name);
  }
  std::map<std::string, std::vector<long>> begun;  // by gate
  std::multimap<long, Id> ends;
  std::size_t done = 0;
  long now = 0;
  for (; done < visits.size() && now < 600'000; now += 10) {
    while (!ends.empty() && ends.begin()->first <= now) {
      pace.release(visits[ends.begin()->second].address, at(now));
      ends.erase(ends.begin());
      ++done;
    }
    while (const auto turn = pace.take(at(now), ends.size() < 40)) {
      const Visit& visit = visits[turn->id];
      for (const std::string& gate : scan::Pace::gates_of(visit.address, visit.operator_name))
        begun[gate].push_back(now);
      begun["all"].push_back(now);
      ends.emplace(now + static_cast<long>(random() % 900), turn->id);
    }
  }
  CHECK(done == visits.size());
  for (const auto& [gate, times] : begun) {
    const double limit = gate == "all"         ? rates.all
                         : gate.front() == 'a' ? rates.per_address
                         : gate.front() == 'n' ? rates.per_network
                                               : rates.per_operator;
    const double at_once = std::max(1.0, limit / 10);
    for (std::size_t from = 0; from < times.size(); ++from) {
      for (std::size_t to = from; to < std::min(times.size(), from + 40); ++to) {
        const double seconds = static_cast<double>(times[to] - times[from]) / 1'000;
        const auto count = static_cast<double>(to - from + 1);
        if (count <= limit * seconds + at_once + 1e-9) continue;
        FAIL(gate << ": " << count << " in " << seconds << " s");
      }
    }
  }
  // The busiest operator has some 100 visits at 4 a second; everything else fits beside it.
  std::size_t largest = 0;
  for (const auto& [gate, times] : begun)
    if (gate.front() == 'o') largest = std::max(largest, times.size());
  CHECK(static_cast<double>(now) / 1'000 <
        1.3 * static_cast<double>(largest) / rates.per_operator + 10);
}

TEST_CASE("who has rested for long goes before those that begin, but waits for room") {
  scan::Pace pace({0, 0, 1, 0});
  pace.add(1, ip("192.0.2.1"), "one.test");
  REQUIRE(all_of(pace, at(0)) == Ids{1});
  pace.add(2, ip("192.0.2.2"), "one.test");
  pace.add_further(1, ip("192.0.2.1"), "one.test", 1, false);
  CHECK(all_of(pace, at(5'000), false).empty());
  const auto turn = pace.take(at(5'000), true);
  REQUIRE(turn.has_value());
  CHECK(turn->id == 1);
  CHECK(turn->further);
  CHECK(all_of(pace, at(6'000)) == Ids{2});
}

TEST_CASE("a rate of next to nothing is one an hour, and not no limit") {
  for (const double rate : {1e-12, 1e-300, 1.0 / 3'600}) {
    scan::Pace pace({rate, 0, 0, 0});
    for (Id id = 1; id <= 3; ++id)
      pace.add(id, ip("10.0." + std::to_string(id) + ".1"), "one.test");
    CHECK(all_of(pace, at(0)).size() == 1);
    CHECK(all_of(pace, at(3'599'000)).empty());
    CHECK(all_of(pace, at(3'601'000)).size() == 1);
  }
}

TEST_CASE("a rate that is raised shortens what is still owed") {
  scan::Pace pace({0.001, 0, 0, 0});
  for (Id id = 1; id <= 3; ++id) pace.add(id, ip("10.0." + std::to_string(id) + ".1"), "one.test");
  CHECK(all_of(pace, at(0)).size() == 1);
  pace.set_rate(1, at(1'000));
  CHECK(all_of(pace, at(1'500)).empty());
  CHECK(all_of(pace, at(2'000)).size() == 1);
}
