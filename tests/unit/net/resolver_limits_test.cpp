// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many queries at once, in what order, and what becomes of those under way.
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "net/resolver.hpp"
#include "net/timer.hpp"
#include "support/fake_dns.hpp"

namespace {

using base::Milliseconds;
using net::DnsAnswer;
using net::DnsStatus;
using net::RecordType;
using support::address;
using support::FakeDns;
using support::FakeQuery;
using support::FakeReply;
using Replies = std::vector<std::string>;
using namespace std::string_literals;

Replies silence(const FakeQuery&) { return {}; }

// Nothing shared and nothing kept: every lookup is asked.
std::unique_ptr<net::Resolver> make(net::Loop& loop, net::ResolverOptions with) {
  with.cache_entries = 0;
  auto made = net::Resolver::create(loop, with);
  REQUIRE(made.ok());
  return std::move(*made);
}

TEST_CASE("resolver: no more lookups in flight than allowed, the rest in the order of asking") {
  std::mutex mutex;
  std::vector<std::string> order;
  const FakeDns dns([&](const FakeQuery& query) {
    const std::lock_guard lock(mutex);
    order.push_back(query.name);
    return address(query);
  });
  net::Loop loop;
  net::ResolverOptions with;
  with.nameservers = {dns.address()};
  with.timeout = std::chrono::seconds(10);
  with.max_in_flight = 3;
  const auto resolver = make(loop, with);
  unsigned done = 0;
  unsigned most = 0;
  std::vector<std::string> expected;
  for (int i = 0; i < 50; ++i) {
    expected.push_back(fmt::format("n{}", i));
    resolver->lookup(expected.back(), RecordType::a, [&](const DnsAnswer&) {
      // Queries the server has seen, less the answers we have been given before this one.
      most = std::max(most, dns.queries() - done);
      ++done;
    });
  }
  loop.run();
  CHECK(done == 50);
  CHECK(most <= 3);
  const std::lock_guard lock(mutex);
  CHECK(order.size() == expected.size());
  CHECK(std::vector<std::string>(order.begin(), order.begin() + 3) ==
        std::vector<std::string>(expected.begin(), expected.begin() + 3));
  CHECK(order.back().size() == 3);
}

TEST_CASE("resolver: the pace holds back what would be too fast, and everything comes in the end") {
  const FakeDns dns(address);
  net::Loop loop;
  net::ResolverOptions with;
  with.nameservers = {dns.address()};
  with.timeout = std::chrono::seconds(10);
  SUBCASE("per server") { with.per_server_per_second = 100; }
  SUBCASE("in all") { with.total_per_second = 100; }
  SUBCASE("no limit at all") { with.per_server_per_second = with.total_per_second = 0; }
  const bool limited = with.total_per_second != 0;
  const auto resolver = make(loop, with);
  int done = 0;
  const auto begin = loop.now();
  for (int i = 0; i < 30; ++i) {
    resolver->lookup("example", RecordType::a, [&](const DnsAnswer&) { ++done; });
  }
  loop.run();
  CHECK(done == 30);
  // Ten at once, then one in 10 ms: by the loop's own clock never faster, however slow the machine.
  if (limited) CHECK(loop.now() - begin >= Milliseconds(200));
}

TEST_CASE("resolver: a server whose pace is used up leaves the rest to the other") {
  const FakeDns one(address);
  const FakeDns two(address);
  net::Loop loop;
  net::ResolverOptions with;
  with.nameservers = {one.address(), two.address()};
  with.timeout = std::chrono::seconds(10);
  with.per_server_per_second = 20;  // two at once
  const auto resolver = make(loop, with);
  int done = 0;
  for (int i = 0; i < 4; ++i) {
    resolver->lookup("example", RecordType::a, [&](const DnsAnswer&) { ++done; });
  }
  loop.run();
  CHECK(done == 4);
  CHECK(one.queries() == 2);
  CHECK(two.queries() == 2);
}

TEST_CASE("resolver: destroyed with lookups at every stage, each ends as cancelled, once") {
  const FakeDns dns(silence);
  net::Loop loop;
  net::ResolverOptions with;
  with.nameservers = {dns.address()};
  with.timeout = std::chrono::hours(1);
  with.max_in_flight = 4;
  with.per_server_per_second = 10;  // one under way, three ready, the others waiting
  auto resolver = make(loop, with);
  std::vector<DnsStatus> ends;
  const auto end = [&](const DnsAnswer& answer) { ends.push_back(answer.status); };
  for (int i = 0; i < 10; ++i) resolver->lookup("example", RecordType::a, end);
  resolver->lookup("a..b", RecordType::a, end);
  std::size_t expected = 11;
  SUBCASE("before the loop runs") {}
  SUBCASE("while it runs") {
    net::Timer timer(loop, [&] { loop.stop(); });
    timer.start(Milliseconds(5));
    loop.run();
    CHECK(ends == std::vector<DnsStatus>{DnsStatus::bad_name});
  }
  SUBCASE("with a done that asks again") {
    // A pointer of its own: unique_ptr::reset() has forgotten its one when `done` is called.
    resolver->lookup("example", RecordType::a,
                     [&, still = resolver.get()](const DnsAnswer& answer) {
                       end(answer);
                       still->lookup("again.example", RecordType::a, end);
                     });
    expected = 13;
  }
  CHECK(ends.size() < expected);
  resolver.reset();
  CHECK(ends.size() == expected);
  std::size_t cancelled = 0;
  for (const auto status : ends) cancelled += status == DnsStatus::cancelled;
  CHECK(cancelled == expected - 1);
  loop.run();
}

TEST_CASE("resolver: destroyed while a TCP query is under way") {
  net::Loop loop;
  std::unique_ptr<net::Resolver> resolver;
  std::atomic<bool> asked_over_tcp = false;
  const FakeDns dns([&](const FakeQuery& query) -> Replies {
    if (query.tcp) asked_over_tcp = true;
    if (query.tcp) return {"\0"s};
    return FakeReply(query).truncated();
  });
  net::ResolverOptions with;
  with.nameservers = {dns.address()};
  with.timeout = std::chrono::hours(1);
  resolver = make(loop, with);
  DnsStatus status = DnsStatus::noerror;
  resolver->lookup("example", RecordType::a,
                   [&](const DnsAnswer& answer) { status = answer.status; });
  net::Timer timer(loop, [&] { resolver.reset(); });
  timer.start(Milliseconds(1));
  loop.run();
  CHECK((status == DnsStatus::cancelled || status == DnsStatus::bad_answer));
}

TEST_CASE("resolver: cancel_waiting drops what was not sent, what was sent is answered") {
  const FakeDns dns(address);
  net::Loop loop;
  net::ResolverOptions with;
  with.nameservers = {dns.address()};
  with.timeout = std::chrono::seconds(10);
  with.max_in_flight = 4;
  with.per_server_per_second = 20;  // two sent, two ready, the others waiting
  const auto resolver = make(loop, with);
  std::vector<DnsStatus> ends;
  for (int i = 0; i < 10; ++i) {
    resolver->lookup("example", RecordType::a,
                     [&](const DnsAnswer& answer) { ends.push_back(answer.status); });
  }
  resolver->cancel_waiting();
  CHECK(ends.empty());
  loop.run();
  REQUIRE(ends.size() == 10);
  std::size_t answered = 0;
  for (const auto status : ends) answered += status == DnsStatus::noerror;
  CHECK(answered == 2);
  CHECK(dns.queries() == 2);
}

}  // namespace
