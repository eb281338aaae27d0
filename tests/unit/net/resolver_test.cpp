// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/resolver.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "net/timer.hpp"
#include "support/fake_dns.hpp"
#include "support/tcp_peer.hpp"

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
FakeDns::Handler refusing(unsigned rcode) {
  return [rcode](const FakeQuery& query) -> Replies { return FakeReply(query, rcode); };
}

net::ResolverOptions options(std::vector<std::string> servers) {
  net::ResolverOptions made;
  made.nameservers = std::move(servers);
  made.timeout = std::chrono::seconds(10);  // for tests in which somebody answers
  return made;
}
net::ResolverOptions impatient(std::vector<std::string> servers) {
  auto made = options(std::move(servers));
  made.timeout = Milliseconds(20);
  return made;
}

std::unique_ptr<net::Resolver> make(net::Loop& loop, const net::ResolverOptions& with) {
  auto made = net::Resolver::create(loop, with);
  REQUIRE(made.ok());
  return std::move(*made);
}

DnsAnswer ask(const net::ResolverOptions& with, const std::string& name = "example",
              RecordType type = RecordType::a) {
  net::Loop loop;
  const auto resolver = make(loop, with);
  int calls = 0;
  DnsAnswer answer;
  resolver->lookup(name, type, [&](DnsAnswer came) {
    ++calls;
    answer = std::move(came);
  });
  CHECK(calls == 0);
  loop.run();
  CHECK(calls == 1);
  return answer;
}

TEST_CASE("resolver: every query has AD and EDNS, the name folded; the answer says who and how") {
  std::mutex mutex;
  FakeQuery seen;
  const FakeDns dns([&](const FakeQuery& query) -> Replies {
    const std::lock_guard lock(mutex);
    seen = query;
    return FakeReply(query).authenticated().mx(query.name, 10, "mx.example");
  });
  const auto answer = ask(options({dns.address()}), "Example.ORG.", RecordType::mx);
  CHECK(answer.status == DnsStatus::noerror);
  CHECK(answer.authenticated);
  CHECK(answer.server == dns.address());
  CHECK(answer.attempts == 1);
  REQUIRE(answer.mx.size() == 1);
  CHECK(answer.mx[0].exchange == "mx.example");
  const std::lock_guard lock(mutex);
  CHECK(seen.name == "example.org");
  CHECK(seen.type == 15);
  CHECK(seen.authentic_data);
  CHECK(seen.edns);
  CHECK_FALSE(seen.tcp);
}

TEST_CASE("resolver: SERVFAIL of one server is asked of the other, which knows") {
  const FakeDns bad(refusing(2));
  const FakeDns good(address);
  const auto answer = ask(options({bad.address(), good.address()}));
  CHECK(answer.status == DnsStatus::noerror);
  CHECK(answer.server == good.address());
  CHECK(answer.attempts == 2);
}

TEST_CASE("resolver: what all servers say is believed, with its extended error") {
  const auto bogus = [](const FakeQuery& query) -> Replies {
    return FakeReply(query, 2).extended_error(6, "signature crypto failed");
  };
  const FakeDns one(bogus);
  const FakeDns two(bogus);
  const auto answer = ask(options({one.address(), two.address()}));
  CHECK(answer.status == DnsStatus::servfail);
  CHECK(answer.extended_error == "6 DNSSEC Bogus: signature crypto failed");
  CHECK(answer.attempts == 2);
}

TEST_CASE("resolver: SERVFAIL and silence stay two things") {
  const FakeDns mute(silence);
  const FakeDns failing(refusing(2));
  CHECK(ask(impatient({mute.address(), failing.address()})).status == DnsStatus::servfail);
  const auto answer = ask(impatient({mute.address()}));
  CHECK(answer.status == DnsStatus::timeout);
  CHECK(answer.server.empty());
  CHECK(answer.attempts == 3);
}

TEST_CASE("resolver: a server that nobody runs is told apart from a silent one") {
  const auto nobody = "127.0.0.1:" + std::to_string(support::unused_port());
  const auto answer = ask(options({nobody}));
  CHECK(answer.status == DnsStatus::connect_failed);
  CHECK(answer.attempts == 3);
}

TEST_CASE("resolver: a server that nobody runs does not keep the other from answering") {
  const auto nobody = "127.0.0.1:" + std::to_string(support::unused_port());
  const FakeDns good(address);
  CHECK(ask(options({nobody, good.address()})).status == DnsStatus::noerror);
}

TEST_CASE("resolver: a lost query is sent again") {
  std::atomic<int> count = 0;
  const FakeDns dns(
      [&](const FakeQuery& query) -> Replies { return ++count == 1 ? Replies{} : address(query); });
  const auto answer = ask(impatient({dns.address()}));
  // A busy machine may lose a patience of 20 ms more than once.
  CHECK((answer.status == DnsStatus::noerror || answer.attempts == 3));
  CHECK(answer.attempts >= 2);
}

TEST_CASE("resolver: a truncated answer is fetched over TCP, from the same server") {
  const FakeDns dns([](const FakeQuery& query) -> Replies {
    if (!query.tcp) return FakeReply(query).truncated();
    FakeReply reply(query);
    for (unsigned i = 0; i < 200; ++i) reply.mx(query.name, i, "a-long-name-of-a-host.example");
    return reply;
  });
  const FakeDns other(refusing(5));
  const auto answer = ask(options({dns.address(), other.address()}), "example", RecordType::mx);
  CHECK(answer.status == DnsStatus::noerror);
  CHECK(answer.mx.size() == 200);
  CHECK(answer.attempts == 2);
  CHECK(other.queries() == 0);
}

TEST_CASE("resolver: a server that cannot do TCP has given no whole answer") {
  const FakeDns dns([](const FakeQuery& query) -> Replies {
    if (query.tcp) return {};  // closes without a word
    return FakeReply(query).truncated().mx(query.name, 1, "partial.example");
  });
  const auto answer = ask(options({dns.address()}), "example", RecordType::mx);
  CHECK(answer.status == DnsStatus::bad_answer);
  CHECK(answer.mx.empty());
}

TEST_CASE("resolver: garbage and forgeries before the answer are passed over") {
  const FakeDns dns([](const FakeQuery& query) -> Replies {
    auto other_id = address(query)[0];
    other_id[0] = static_cast<char>(other_id[0] ^ 1);
    auto other_name = address(query)[0];
    other_name[13] = 'x';
    return {"",       "x",        std::string(2'000, '\xff'), query.message,
            other_id, other_name, address(query)[0]};
  });
  auto with = options({dns.address()});
  SUBCASE("on a shared socket") {}
  SUBCASE("on a socket of its own") { with.share_sockets = false; }
  CHECK(ask(with).status == DnsStatus::noerror);
}

TEST_CASE("resolver: nothing but garbage is a bad answer, not silence") {
  std::atomic<bool> with_id = false;
  const FakeDns dns([&](const FakeQuery& query) -> Replies {
    return {with_id ? query.message.substr(0, 2) + "garbage" : "garbage"};
  });
  auto with = impatient({dns.address()});
  SUBCASE("on a shared socket, where the id says whose it is") { with_id = true; }
  SUBCASE("on a socket of its own") { with.share_sockets = false; }
  CHECK(ask(with).status == DnsStatus::bad_answer);
}

TEST_CASE("resolver: a broken answer over UDP is asked for again over TCP") {
  const FakeDns dns([](const FakeQuery& query) -> Replies {
    auto message = FakeReply(query).mx(query.name, 1, "mx.example").bytes();
    if (!query.tcp) message.resize(message.size() - 3);
    return {message};
  });
  const auto answer = ask(options({dns.address()}), "example", RecordType::mx);
  CHECK(answer.status == DnsStatus::noerror);
  CHECK(answer.attempts == 2);
}

TEST_CASE("resolver: a server from before EDNS is asked again without it") {
  const FakeDns dns([](const FakeQuery& query) -> Replies {
    if (query.edns) return FakeReply(query, 1).without_question();
    return address(query);
  });
  const auto answer = ask(options({dns.address()}));
  CHECK(answer.status == DnsStatus::noerror);
  CHECK(answer.attempts == 2);
}

TEST_CASE("resolver: a name that cannot be asked for ends by itself, and asks nobody") {
  const FakeDns dns(address);
  for (const auto& name : {"a..b"s, std::string(64, 'a'), "\\300"s}) {
    const auto answer = ask(options({dns.address()}), name);
    CHECK(answer.status == DnsStatus::bad_name);
    CHECK(answer.attempts == 0);
  }
  CHECK(dns.queries() == 0);
}

TEST_CASE("resolver: the servers are used in turn, from one port or each query from its own") {
  std::mutex mutex;
  std::set<std::uint16_t> ports;  // from which the first was asked
  unsigned one_count = 0;
  const FakeDns one([&](const FakeQuery& query) {
    const std::lock_guard lock(mutex);
    ++one_count;
    ports.insert(query.port);
    return address(query);
  });
  const FakeDns two(address);
  net::Loop loop;
  auto with = options({one.address(), two.address()});
  SUBCASE("shared") {}
  SUBCASE("of its own") { with.share_sockets = false; }
  const auto resolver = make(loop, with);
  CHECK(resolver->nameservers() == std::vector<std::string>{one.address(), two.address()});
  CHECK(resolver->is_local());
  int good = 0;
  for (int i = 0; i < 100; ++i) {  // the pace lets them all go at once
    resolver->lookup(fmt::format("n{}.example", i), RecordType::a,
                     [&](const DnsAnswer& answer) { good += answer.status == DnsStatus::noerror; });
  }
  loop.run();
  CHECK(good == 100);
  CHECK(two.queries() == 50);
  const std::lock_guard lock(mutex);
  CHECK(one_count == 50);
  CHECK(ports.size() == (with.share_sockets ? 1 : 50));
}

TEST_CASE("resolver: done may start further lookups") {
  const FakeDns dns(address);
  net::Loop loop;
  const auto resolver = make(loop, options({dns.address()}));
  int left = 20;
  std::function<void()> next = [&] {
    resolver->lookup("example", RecordType::a, [&](const DnsAnswer&) {
      if (--left > 0) next();
    });
  };
  next();
  loop.run();
  CHECK(left == 0);
}

TEST_CASE(
    "resolver: one that is on no loopback is not local; one that cannot be parsed is no resolver") {
  net::Loop loop;
  CHECK_FALSE(make(loop, options({"127.0.0.1", "192.0.2.1"}))->is_local());
  CHECK_FALSE(net::Resolver::create(loop, options({"localhost"})).ok());
}

}  // namespace
