// SPDX-License-Identifier: GPL-3.0-or-later
//
// One query and what comes of it, on a socket of its own and on shared ones. The server is driven
// by hand, and what it sends has come before the loop runs.
#include "net/dns_exchange.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/fake_dns.hpp"
#include "support/udp_peer.hpp"

namespace {

using base::Milliseconds;
using net::DnsStatus;
using support::FakeQuery;
using support::FakeReply;
using namespace std::string_literals;

constexpr Milliseconds kLong = std::chrono::hours(1);

struct Asking {
  struct Query {
    net::DnsQuestion question;
    std::unique_ptr<net::DnsExchange> exchange;
    unsigned calls = 0;
    net::DnsAnswer answer;
    std::function<void()> then;

    [[nodiscard]] bool is(DnsStatus status) const { return calls == 1 && answer.status == status; }
  };

  Query& ask(const std::string& name, Milliseconds timeout = kLong) {
    Query& query = queries.emplace_back();
    query.question = *net::make_question(name, net::RecordType::a);
    net::DnsQuery wanted{query.question, where, timeout};
    wanted.shared = shared.get();
    query.exchange = net::start_exchange(loop, wanted, [&query](net::DnsResponse response) {
      ++query.calls;
      query.answer = std::move(response.answer);
      query.exchange.reset();
      if (query.then) query.then();
    });
    return query;
  }
  // The query that the server reads next.
  FakeQuery arrived() {
    auto datagram = server.receive();
    FakeQuery query = support::read_query(std::move(datagram.bytes));
    query.port = datagram.from;
    ports.insert(query.port);
    ids.insert(query.message.substr(0, 2));
    return query;
  }
  void answer(const FakeQuery& query, unsigned char last_octet = 1) {
    server.send(answer_to(query, last_octet), query.port);
  }
  static std::string answer_to(const FakeQuery& query, unsigned char last_octet = 1) {
    const std::string address = "\xc0\0\2"s + static_cast<char>(last_octet);
    return FakeReply(query).record(query.name, 1, address).bytes();
  }
  [[nodiscard]] std::size_t ended_as(DnsStatus status) const {
    std::size_t count = 0;
    for (const Query& query : queries) count += query.is(status);
    return count;
  }

  net::Loop loop;
  support::UdpPeer server;
  net::NameServer where{*base::IpAddress::parse("127.0.0.1"), server.port()};
  std::unique_ptr<net::UdpSockets> shared = std::make_unique<net::UdpSockets>(loop, where);
  std::deque<Query> queries;
  std::set<std::uint16_t> ports;  // from which queries came
  std::set<std::string> ids;
};

TEST_CASE("dns exchange: shared, all come from one port, and answers in any order find theirs") {
  Asking asking;
  std::vector<FakeQuery> arrived;
  for (unsigned i = 0; i < 50; ++i) {
    asking.ask(fmt::format("n{}.example", i));
    arrived.push_back(asking.arrived());
  }
  CHECK(asking.ports.size() == 1);
  CHECK(asking.ids.size() == 50);
  for (unsigned i = 50; i-- > 0;) asking.answer(arrived[i], static_cast<unsigned char>(i));
  asking.loop.run();
  for (unsigned i = 0; i < 50; ++i) {
    REQUIRE(asking.queries[i].is(DnsStatus::noerror));
    REQUIRE(asking.queries[i].answer.addresses.size() == 1);
    CHECK(asking.queries[i].answer.addresses[0].to_string() == fmt::format("192.0.2.{}", i));
  }
  // The socket is still there, and keeps no loop running.
  asking.ask("later.example");
  asking.answer(asking.arrived());
  asking.loop.run();
  CHECK(asking.queries.back().is(DnsStatus::noerror));
  CHECK(asking.ports.size() == 1);
}

TEST_CASE("dns exchange: not shared, each comes from a port of its own") {
  Asking asking;
  asking.shared.reset();
  for (unsigned i = 0; i < 20; ++i) {
    asking.ask("example");
    asking.answer(asking.arrived());
  }
  CHECK(asking.ports.size() == 20);
  asking.loop.run();
  CHECK(asking.ended_as(DnsStatus::noerror) == 20);
}

TEST_CASE("dns exchange: a full socket has a further one beside it, and is used again") {
  Asking asking;
  asking.shared = std::make_unique<net::UdpSockets>(asking.loop, asking.where, 8);
  std::vector<FakeQuery> arrived;
  for (unsigned i = 0; i < 20; ++i) {
    asking.ask("example");
    arrived.push_back(asking.arrived());
  }
  CHECK(asking.ports.size() == 3);
  for (const FakeQuery& query : arrived) asking.answer(query);
  asking.loop.run();
  CHECK(asking.ended_as(DnsStatus::noerror) == 20);
  asking.ask("example");
  CHECK(asking.arrived().port == arrived[0].port);
}

TEST_CASE("dns exchange: shared, answers of full size have room while nobody reads them") {
  Asking asking;
  constexpr unsigned count = 500;  // as many as a resolver has under way by default
  std::vector<FakeQuery> arrived;
  for (unsigned i = 0; i < count; ++i) {
    asking.ask("example");
    arrived.push_back(asking.arrived());
  }
  constexpr std::size_t full = 1'232;
  for (const FakeQuery& query : arrived) {
    const std::size_t empty = FakeReply(query).extended_error(0, "").bytes().size();
    const auto reply = FakeReply(query).extended_error(0, std::string(full - empty, 'x')).bytes();
    REQUIRE(reply.size() == full);
    asking.server.send(reply, query.port);
  }
  asking.loop.run();
  CHECK(asking.ended_as(DnsStatus::no_answer) == count);
}

// How a query ends for which only these datagrams come; a neighbour's answer after them shows that
// they came in time. Where they did not, the machine was busy, and there is more time.
DnsStatus end_after(const std::function<std::vector<std::string>(const FakeQuery&)>& datagrams) {
  for (Milliseconds timeout(20);; timeout *= 2) {
    Asking asking;
    bool neighbour_first = false;
    Asking::Query& query = asking.ask("example", timeout);
    Asking::Query& neighbour = asking.ask("neighbour.example");
    neighbour.then = [&] { neighbour_first = query.calls == 0; };
    const FakeQuery arrived = asking.arrived();
    for (const auto& datagram : datagrams(arrived)) asking.server.send(datagram, arrived.port);
    asking.answer(asking.arrived());
    asking.loop.run();
    REQUIRE(query.calls == 1);
    REQUIRE(neighbour.is(DnsStatus::noerror));
    if (neighbour_first) return query.answer.status;
  }
}

TEST_CASE("dns exchange: shared, what has nobody's id is passed over") {
  CHECK(end_after([](const FakeQuery& query) -> std::vector<std::string> {
          auto other_id = Asking::answer_to(query);
          other_id[0] = static_cast<char>(other_id[0] ^ '\x80');  // far from both
          return {"", other_id.substr(0, 1), other_id.substr(0, 2), other_id};
        }) == DnsStatus::timeout);
}

TEST_CASE("dns exchange: shared, what has the id and answers something else is a bad answer") {
  std::function<std::string(const FakeQuery&)> datagram;
  SUBCASE("another question") {
    datagram = [](const FakeQuery& query) {
      auto reply = Asking::answer_to(query);
      reply[13] = 'x';
      return reply;
    };
  }
  SUBCASE("the id alone") {
    datagram = [](const FakeQuery& query) { return query.message.substr(0, 2); };
  }
  SUBCASE("garbage") {
    datagram = [](const FakeQuery& query) { return query.message.substr(0, 2) + "garbage"; };
  }
  SUBCASE("the query itself") {
    datagram = [](const FakeQuery& query) { return query.message; };
  }
  SUBCASE("over 16 KiB") {
    datagram = [](const FakeQuery& query) {
      return Asking::answer_to(query) + std::string(20'000, 'x');
    };
  }
  CHECK(end_after([&](const FakeQuery& query) -> std::vector<std::string> {
          return {datagram(query)};
        }) == DnsStatus::bad_answer);
  // And what answers it is believed all the same.
  Asking asking;
  asking.ask("example");
  const FakeQuery query = asking.arrived();
  for (const auto& bytes : {datagram(query), Asking::answer_to(query), datagram(query)}) {
    asking.server.send(bytes, query.port);
  }
  asking.loop.run();
  CHECK(asking.ended_as(DnsStatus::noerror) == 1);
}

TEST_CASE("dns exchange: shared, the answer to a query that was given up is nobody's") {
  Asking asking;
  Asking::Query& early = asking.ask("example", Milliseconds(1));
  const FakeQuery arrived = asking.arrived();
  asking.loop.run();
  CHECK(early.is(DnsStatus::timeout));
  const Asking::Query& late = asking.ask("example");
  asking.answer(arrived, 1);
  asking.answer(asking.arrived(), 2);
  asking.loop.run();
  CHECK(early.calls == 1);
  REQUIRE(late.is(DnsStatus::noerror));
  REQUIRE(late.answer.addresses.size() == 1);
  CHECK(late.answer.addresses[0].to_string() == "192.0.2.2");
}

TEST_CASE("dns exchange: when nobody listens all end as that, and who comes back is asked again") {
  Asking asking;
  SUBCASE("shared") {}
  SUBCASE("not shared") { asking.shared.reset(); }
  asking.server.leave();
  for (unsigned i = 0; i < 30; ++i) asking.ask("example");
  asking.loop.run();
  CHECK(asking.ended_as(DnsStatus::connect_failed) == 30);
  asking.server.come_back();
  asking.ask("example");
  asking.answer(asking.arrived());
  asking.loop.run();
  CHECK(asking.queries.back().is(DnsStatus::noerror));
}

TEST_CASE("dns exchange: shared, what was asked before the server left ends with what came after") {
  Asking asking;
  const Asking::Query& before = asking.ask("example");
  asking.server.leave();
  const Asking::Query& after = asking.ask("example");
  CHECK(before.calls + after.calls == 0);
  asking.loop.run();
  CHECK(before.is(DnsStatus::connect_failed));
  CHECK(after.is(DnsStatus::connect_failed));
}

TEST_CASE(
    "dns exchange: shared, a refusal that a dead query has left behind is not the next one's") {
  Asking asking;
  asking.server.leave();
  Asking::Query& dead = asking.ask("example");
  dead.exchange.reset();
  asking.server.come_back();
  const Asking::Query& next = asking.ask("example");
  asking.answer(asking.arrived());
  asking.loop.run();
  CHECK(dead.calls == 0);
  CHECK(next.is(DnsStatus::noerror));
}

TEST_CASE("dns exchange: destroyed while under way, nobody is called") {
  Asking asking;
  SUBCASE("shared") {}
  SUBCASE("not shared") { asking.shared.reset(); }
  Asking::Query& first = asking.ask("first.example");
  Asking::Query& second = asking.ask("second.example");
  Asking::Query& third = asking.ask("third.example");
  first.exchange.reset();
  // With the answer to the third already there.
  second.then = [&] { third.exchange.reset(); };
  for (int i = 0; i < 2; ++i) asking.answer(asking.arrived());
  if (asking.shared != nullptr) asking.answer(asking.arrived());
  asking.loop.run();
  CHECK(first.calls == 0);
  CHECK(second.is(DnsStatus::noerror));
  CHECK(third.calls == 0);
}

TEST_CASE("dns exchange: shared, all may be destroyed with answers still to be read") {
  Asking asking;
  for (unsigned i = 0; i < 3; ++i) {
    asking.ask("example");
    asking.answer(asking.arrived());
  }
  for (Asking::Query& query : asking.queries) query.exchange.reset();
  SUBCASE("the sockets stay") {}
  SUBCASE("and the sockets too") { asking.shared.reset(); }
  asking.loop.run();
  for (const Asking::Query& query : asking.queries) CHECK(query.calls == 0);
}

TEST_CASE("dns exchange: an answer may lead to further queries on the same socket") {
  Asking asking;
  unsigned left = 20;
  std::function<void()> next = [&] {
    if (left-- == 0) return;
    asking.ask("example").then = next;
    asking.answer(asking.arrived());
  };
  next();
  asking.loop.run();
  CHECK(asking.ended_as(DnsStatus::noerror) == 20);
  CHECK(asking.ports.size() == 1);
  CHECK(asking.ids.size() == 20);
}

TEST_CASE("dns exchange: sockets are shared on the loopback alone") {
  const auto may_share = [](const char* server) {
    return net::may_share_sockets(*net::NameServer::parse(server));
  };
  CHECK(may_share("127.0.0.1"));
  CHECK(may_share("127.9.8.7:5353"));
  CHECK(may_share("::1"));
  CHECK_FALSE(may_share("192.0.2.1"));
  CHECK_FALSE(may_share("10.0.0.1"));
  CHECK_FALSE(may_share("2001:db8::1"));
  CHECK_FALSE(may_share("fe80::1"));
}

}  // namespace
