// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is asked once for many: questions under way, and answers given again.
#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "net/resolver.hpp"
#include "support/fake_dns.hpp"

namespace {

using net::DnsAnswer;
using net::DnsStatus;
using net::RecordType;
using support::address;
using support::FakeDns;
using support::FakeQuery;
using support::FakeReply;
using Replies = std::vector<std::string>;
using namespace std::string_literals;

// A resolver and what it has answered. The server answers whatever the test's handler says.
struct Asking {
  explicit Asking(FakeDns::Handler handler, std::size_t cache_entries = 100)
      : dns(std::move(handler)) {
    net::ResolverOptions options;
    options.nameservers = {dns.address()};
    options.timeout = std::chrono::seconds(10);
    options.cache_entries = cache_entries;
    auto made = net::Resolver::create(loop, options);
    REQUIRE(made.ok());
    resolver = std::move(*made);
  }
  void ask(const std::string& name, RecordType type = RecordType::a) {
    resolver->lookup(name, type,
                     [this](DnsAnswer answer) { answers.push_back(std::move(answer)); });
  }
  // Asks and waits for it.
  DnsAnswer answer(const std::string& name, RecordType type = RecordType::a) {
    ask(name, type);
    loop.run();
    return answers.back();
  }

  FakeDns dns;
  net::Loop loop;
  std::unique_ptr<net::Resolver> resolver;
  std::vector<DnsAnswer> answers;
};

TEST_CASE("resolver: lookups of a question that is under way share its answer") {
  Asking asking(address);
  for (int i = 0; i < 50; ++i) asking.ask(i % 2 == 0 ? "mx.example" : "MX.example.");
  asking.ask("other.example");
  CHECK(asking.answers.empty());
  asking.loop.run();
  REQUIRE(asking.answers.size() == 51);
  CHECK(asking.dns.queries() == 2);
  unsigned attempts = 0;
  for (const DnsAnswer& answer : asking.answers) {
    CHECK(answer.status == DnsStatus::noerror);
    CHECK(answer.addresses.size() == 1);
    CHECK(answer.from_cache == (answer.attempts == 0));
    attempts += answer.attempts;
  }
  CHECK(attempts == 2);
  const net::ResolverCounts& counts = asking.resolver->counts();
  CHECK(counts.lookups == 51);
  CHECK(counts.joined == 49);
  CHECK(counts.hits == 0);
  CHECK(counts.queries == 2);
  CHECK(counts.retries == 0);
  CHECK(counts.of(DnsStatus::noerror) == 51);
}

TEST_CASE("resolver: an answer is given again, with what is left of its time") {
  Asking asking(address);
  const DnsAnswer first = asking.answer("mx.example");
  CHECK_FALSE(first.from_cache);
  CHECK(first.attempts == 1);
  CHECK(first.ttl == 300);
  bool inside = true;
  asking.resolver->lookup("MX.EXAMPLE", RecordType::a, [&](DnsAnswer answer) {
    CHECK_FALSE(inside);  // never from inside lookup()
    asking.answers.push_back(std::move(answer));
  });
  inside = false;
  asking.loop.run();
  REQUIRE(asking.answers.size() == 2);
  const DnsAnswer& again = asking.answers.back();
  CHECK(again.from_cache);
  CHECK(again.attempts == 0);
  CHECK(again.ttl <= 300);
  CHECK(again.addresses == first.addresses);
  CHECK(again.server == asking.dns.address());
  CHECK(asking.dns.queries() == 1);
  CHECK(asking.resolver->counts().hits == 1);
}

TEST_CASE("resolver: another type of the same name is another question") {
  Asking asking([](const FakeQuery& query) -> Replies {
    if (query.type == 1) return address(query);
    return FakeReply(query).soa("example", 300, 300);
  });
  CHECK(asking.answer("mx.example").status == DnsStatus::noerror);
  CHECK(asking.answer("mx.example", RecordType::aaaa).status == DnsStatus::no_answer);
  CHECK(asking.answer("mx.example", RecordType::aaaa).from_cache);
  CHECK(asking.dns.queries() == 2);
}

TEST_CASE("resolver: a no without a SOA record, and records without time, are asked for again") {
  Asking asking([](const FakeQuery& query) -> Replies {
    if (query.name == "gone.example") return FakeReply(query, 3);
    return FakeReply(query).record(query.name, 1, "\xc0\0\2\1"s, 0);
  });
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(asking.answer("gone.example").from_cache);
    CHECK_FALSE(asking.answer("brief.example").from_cache);
  }
  CHECK(asking.dns.queries() == 6);
}

TEST_CASE("resolver: a failure is not asked for again at once") {
  Asking asking([](const FakeQuery& query) -> Replies { return FakeReply(query, 2); });
  CHECK(asking.answer("broken.example").status == DnsStatus::servfail);
  const DnsAnswer again = asking.answer("broken.example");
  CHECK(again.status == DnsStatus::servfail);
  CHECK(again.from_cache);
  CHECK(asking.dns.queries() == 1);
}

TEST_CASE("resolver: with no room for answers every lookup is asked") {
  Asking asking(address, 0);
  for (int i = 0; i < 5; ++i) asking.ask("mx.example");
  asking.loop.run();
  CHECK(asking.answers.size() == 5);
  CHECK(asking.dns.queries() == 5);
  CHECK(asking.resolver->counts().joined == 0);
}

TEST_CASE("resolver: who asks again from inside an answer asks anew") {
  Asking asking(
      [](const FakeQuery& query) -> Replies { return FakeReply(query, 3); });  // not to be kept
  int left = 3;
  std::function<void(const DnsAnswer&)> again = [&](const DnsAnswer& answer) {
    CHECK_FALSE(answer.from_cache);
    if (--left > 0) asking.resolver->lookup("gone.example", RecordType::a, again);
  };
  asking.resolver->lookup("gone.example", RecordType::a, again);
  asking.loop.run();
  CHECK(left == 0);
  CHECK(asking.dns.queries() == 3);
}

TEST_CASE(
    "resolver: cancelled or destroyed, all who share a question hear of it, and of no answer") {
  Asking asking(address);
  CHECK(asking.answer("known.example").status == DnsStatus::noerror);
  std::size_t cancelled = 0;
  const auto end = [&](const DnsAnswer& answer) {
    cancelled += answer.status == DnsStatus::cancelled && answer.addresses.empty();
  };
  for (const std::string name : {"a.example", "a.example", "b.example", "known.example"}) {
    asking.resolver->lookup(name, RecordType::a, end);
  }
  SUBCASE("destroyed") {
    asking.resolver.reset();
    CHECK(cancelled == 4);
  }
  SUBCASE("destroyed, and asked again by one of them") {
    asking.resolver->lookup("a.example", RecordType::a,
                            [&, still = asking.resolver.get()](const DnsAnswer& answer) {
                              end(answer);
                              still->lookup("known.example", RecordType::a, end);
                            });
    asking.resolver.reset();
    CHECK(cancelled == 6);
  }
}

TEST_CASE("resolver: what waits is cancelled for all who share it") {
  const FakeDns dns(address);
  net::Loop loop;
  net::ResolverOptions options;
  options.nameservers = {dns.address()};
  options.timeout = std::chrono::seconds(10);
  options.max_in_flight = 1;
  auto made = net::Resolver::create(loop, options);
  REQUIRE(made.ok());
  std::vector<DnsStatus> ends;
  for (const std::string name : {"a.example", "b.example", "b.example", "a.example"}) {
    (*made)->lookup(name, RecordType::a,
                    [&](const DnsAnswer& answer) { ends.push_back(answer.status); });
  }
  (*made)->cancel_waiting();
  loop.run();
  CHECK(ends.size() == 4);
  CHECK(std::count(ends.begin(), ends.end(), DnsStatus::noerror) == 2);
  CHECK(std::count(ends.begin(), ends.end(), DnsStatus::cancelled) == 2);
  CHECK(dns.queries() == 1);
  CHECK((*made)->counts().of(DnsStatus::cancelled) == 2);
}

TEST_CASE("resolver: counts add up, over several resolvers") {
  net::ResolverCounts sum;
  net::ResolverCounts one;
  one.lookups = 1;
  one.hits = 2;
  one.joined = 3;
  one.queries = 4;
  one.retries = 5;
  for (std::size_t i = 0; i < net::kDnsStatuses; ++i) one.by_status.at(i) = i;
  sum += one;
  sum += one;
  CHECK(sum.lookups == 2);
  CHECK(sum.hits == 4);
  CHECK(sum.joined == 6);
  CHECK(sum.queries == 8);
  CHECK(sum.retries == 10);
  CHECK(sum.of(DnsStatus::cancelled) == 2 * (net::kDnsStatuses - 1));
}

}  // namespace
