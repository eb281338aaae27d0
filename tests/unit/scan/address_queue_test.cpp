// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/address_queue.hpp"

#include <random>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace scan {
namespace {

using base::Instant;
using base::IpAddress;
using base::Milliseconds;

constexpr Milliseconds kSpacing{1000};

Instant at(long milliseconds) { return Instant(Milliseconds(milliseconds)); }
IpAddress ip(unsigned last) {
  return IpAddress::from_ipv4({192, 0, 2, static_cast<std::uint8_t>(last)});
}
model::Endpoint endpoint(const std::string& name, unsigned last) { return {name, ip(last), 25}; }

std::string taken(AddressQueue& queue, long now) {
  const auto endpoint = queue.take(at(now));
  return endpoint ? endpoint->mx_host : "";
}

TEST_CASE("address queue: different addresses come out in the order they went in") {
  AddressQueue queue(kSpacing);
  for (unsigned i = 0; i < 5; ++i) queue.add(endpoint("mx" + std::to_string(i), i));
  CHECK(queue.waiting() == 5);
  for (unsigned i = 0; i < 5; ++i) CHECK(taken(queue, 0) == "mx" + std::to_string(i));
  CHECK(taken(queue, 0).empty());
  CHECK(queue.waiting() == 0);
}

TEST_CASE("address queue: one visit to an address at a time, whatever the name") {
  AddressQueue queue(kSpacing);
  queue.add(endpoint("a", 1));
  queue.add(endpoint("b", 1));
  CHECK(taken(queue, 0) == "a");
  CHECK(taken(queue, 1'000'000).empty());  // still busy, however late
  CHECK(queue.waiting() == 1);
}

TEST_CASE("address queue: the rest is counted from the end of the visit, to the millisecond") {
  AddressQueue queue(kSpacing);
  queue.add(endpoint("a", 1));
  queue.add(endpoint("b", 1));
  CHECK(taken(queue, 0) == "a");
  queue.release(ip(1), at(700));
  CHECK(queue.next_change() == at(1700));
  CHECK(taken(queue, 1699).empty());
  CHECK(taken(queue, 1700) == "b");
}

TEST_CASE("address queue: an address that must wait holds nobody else up") {
  AddressQueue queue(kSpacing);
  for (const std::string name : {"a1", "a2", "a3"}) queue.add(endpoint(name, 1));
  queue.add(endpoint("b", 2));
  queue.add(endpoint("c", 3));
  CHECK(taken(queue, 0) == "a1");
  CHECK(taken(queue, 0) == "b");
  queue.release(ip(1), at(10));
  CHECK(taken(queue, 20) == "c");
  CHECK(taken(queue, 30).empty());
  CHECK(taken(queue, 1010) == "a2");
}

TEST_CASE("address queue: no rest is kept between visits without spacing") {
  AddressQueue queue(Milliseconds(0));
  queue.add(endpoint("a", 1));
  queue.add(endpoint("b", 1));
  CHECK(taken(queue, 5) == "a");
  CHECK(taken(queue, 5).empty());
  queue.release(ip(1), at(5));
  CHECK(taken(queue, 5) == "b");
}

TEST_CASE("address queue: next_change is the end of the first rest, if somebody waits") {
  AddressQueue queue(kSpacing);
  CHECK_FALSE(queue.next_change().has_value());
  queue.add(endpoint("a1", 1));
  queue.add(endpoint("b1", 2));
  taken(queue, 0);
  taken(queue, 0);
  queue.add(endpoint("a2", 1));
  queue.add(endpoint("b2", 2));
  CHECK_FALSE(queue.next_change().has_value());  // both busy: only release() helps
  queue.release(ip(2), at(100));
  queue.release(ip(1), at(200));
  CHECK(queue.next_change() == at(1100));
  CHECK(taken(queue, 1100) == "b2");
  CHECK(queue.next_change() == at(1200));
  CHECK(taken(queue, 1200) == "a2");
  queue.release(ip(1), at(1300));
  CHECK_FALSE(queue.next_change().has_value());  // nobody waits
}

TEST_CASE(
    "address queue: what is added during the rest waits for its end, what comes after does not") {
  AddressQueue queue(kSpacing);
  queue.add(endpoint("a", 1));
  taken(queue, 0);
  queue.release(ip(1), at(0));
  queue.add(endpoint("early", 1));
  CHECK(taken(queue, 999).empty());
  CHECK(taken(queue, 1000) == "early");
  queue.release(ip(1), at(1000));
  CHECK(taken(queue, 5000).empty());  // the address is forgotten
  queue.add(endpoint("late", 1));
  CHECK(taken(queue, 5000) == "late");
}

TEST_CASE("address queue: added long after the rest, before anybody looked") {
  AddressQueue queue(kSpacing);
  queue.add(endpoint("a", 1));
  taken(queue, 0);
  queue.release(ip(1), at(0));
  queue.add(endpoint("b", 1));
  queue.add(endpoint("c", 2));
  CHECK(taken(queue, 9000) == "c");  // was ready before b's address was woken
  CHECK(taken(queue, 9000) == "b");
}

TEST_CASE("address queue: clear_waiting while some are busy and some rest") {
  AddressQueue queue(kSpacing);
  for (unsigned i = 1; i <= 3; ++i) {
    queue.add(endpoint("first", i));
    queue.add(endpoint("second", i));
  }
  taken(queue, 0);
  taken(queue, 0);
  queue.release(ip(1), at(0));  // 1 rests, 2 is busy, 3 waits
  queue.clear_waiting();
  CHECK(queue.waiting() == 0);
  CHECK_FALSE(queue.next_change().has_value());
  CHECK(taken(queue, 500).empty());
  queue.release(ip(2), at(500));
  CHECK(taken(queue, 9000).empty());

  // And it goes on as a new one, with the rests kept.
  for (unsigned i = 1; i <= 3; ++i) queue.add(endpoint("again" + std::to_string(i), i));
  queue.clear_waiting();
  queue.add(endpoint("once more", 3));
  CHECK(taken(queue, 9000) == "once more");
  CHECK(taken(queue, 9000).empty());
}

TEST_CASE("address queue: clear_waiting does not shorten a rest") {
  AddressQueue queue(kSpacing);
  queue.add(endpoint("a", 1));
  taken(queue, 0);
  queue.release(ip(1), at(0));
  queue.clear_waiting();
  queue.add(endpoint("b", 1));
  CHECK(taken(queue, 999).empty());
  CHECK(queue.next_change() == at(1000));
  CHECK(taken(queue, 1000) == "b");
}

TEST_CASE("address queue: any course of events keeps its promises") {
  std::mt19937 random(421);
  AddressQueue queue(Milliseconds(7));
  std::set<unsigned> busy;
  std::vector<long> rested(8, -1000);  // the end of the last visit, by address
  std::size_t added = 0;
  std::size_t visited = 0;
  for (long now = 0; now < 20'000; ++now) {
    const unsigned address = static_cast<unsigned>(random() % 8);
    if (now < 15'000 && random() % 3 == 0) {
      queue.add(endpoint(std::to_string(address), address));
      ++added;
    }
    if (random() % 2 == 0) {
      if (const auto next = queue.take(at(now))) {
        const auto number = static_cast<unsigned>(std::stoul(next->mx_host));
        REQUIRE(busy.insert(number).second);
        REQUIRE(now >= rested[number] + 7);
        ++visited;
      }
    }
    if (busy.count(address) != 0) {
      busy.erase(address);
      rested[address] = now;
      queue.release(ip(address), at(now));
    }
    REQUIRE(queue.waiting() == added - visited);
  }
  CHECK(added > 4000);
  CHECK(visited == added);
}

}  // namespace
}  // namespace scan
