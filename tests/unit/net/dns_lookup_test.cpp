// SPDX-License-Identifier: GPL-3.0-or-later
//
// The policy of a lookup, without a network: which answers are believed, who is asked next.
#include "net/dns_lookup.hpp"

#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace {

using net::DnsLookup;
using net::DnsResponse;
using net::DnsStatus;
using Then = net::DnsLookup::Then;
using base::Milliseconds;

DnsLookup make(std::size_t servers, unsigned tries) {
  return {*net::make_question("example", net::RecordType::a), servers, tries, nullptr};
}

DnsResponse response(DnsStatus status) {
  DnsResponse made;
  made.answer.status = status;
  return made;
}

Then answered(DnsLookup& lookup, std::size_t server, DnsResponse with) {
  REQUIRE(lookup.may_ask(server));
  lookup.sent(server);
  return lookup.consider(std::move(with), "server " + std::to_string(server));
}
Then answered(DnsLookup& lookup, std::size_t server, DnsStatus status) {
  return answered(lookup, server, response(status));
}

TEST_CASE("dns lookup: answers about the name are believed at once") {
  for (const auto status :
       {DnsStatus::noerror, DnsStatus::no_answer, DnsStatus::nxdomain, DnsStatus::cname_loop}) {
    auto lookup = make(2, 3);
    CHECK(answered(lookup, 0, status) == Then::ended);
    CHECK(lookup.best.status == status);
    CHECK(lookup.best.server == "server 0");
    CHECK(lookup.best.attempts == 1);
  }
}

TEST_CASE("dns lookup: SERVFAIL is asked of the other server, and the good answer counts") {
  auto lookup = make(2, 3);
  CHECK(answered(lookup, 0, DnsStatus::servfail) == Then::query_again);
  CHECK_FALSE(lookup.may_ask(0));
  CHECK(answered(lookup, 1, DnsStatus::noerror) == Then::ended);
  CHECK(lookup.best.status == DnsStatus::noerror);
  CHECK(lookup.best.server == "server 1");
  CHECK(lookup.best.attempts == 2);
}

TEST_CASE("dns lookup: a single server's SERVFAIL is final, it would only say it again") {
  auto lookup = make(1, 3);
  CHECK(answered(lookup, 0, DnsStatus::servfail) == Then::ended);
  CHECK(lookup.best.status == DnsStatus::servfail);
}

TEST_CASE("dns lookup: what a server says comes before silence, in whatever order") {
  auto first = make(2, 2);
  CHECK(answered(first, 0, DnsStatus::servfail) == Then::query_again);
  CHECK(answered(first, 1, DnsStatus::timeout) == Then::ended);
  CHECK(first.best.status == DnsStatus::servfail);
  CHECK(first.best.server == "server 0");
  auto second = make(2, 2);
  CHECK(answered(second, 1, DnsStatus::timeout) == Then::query_again);
  CHECK(answered(second, 0, DnsStatus::refused) == Then::ended);
  CHECK(second.best.status == DnsStatus::refused);
  CHECK(second.best.server == "server 0");
}

TEST_CASE("dns lookup: silence is tried again, of each server in turn, with doubled patience") {
  auto lookup = make(2, 3);
  CHECK(lookup.limit(Milliseconds(10)) == Milliseconds(10));
  CHECK(answered(lookup, 0, DnsStatus::timeout) == Then::query_again);
  CHECK_FALSE(lookup.may_ask(0));
  CHECK(lookup.limit(Milliseconds(10)) == Milliseconds(20));
  CHECK(answered(lookup, 1, DnsStatus::connect_failed) == Then::query_again);
  CHECK(lookup.limit(Milliseconds(10)) == Milliseconds(40));
  CHECK(answered(lookup, 0, DnsStatus::timeout) == Then::ended);
  CHECK(lookup.best.status == DnsStatus::timeout);
  CHECK(lookup.best.server.empty());
  CHECK(lookup.best.attempts == 3);
}

TEST_CASE("dns lookup: a truncated answer is repeated over TCP at the same server, for no try") {
  auto lookup = make(2, 1);
  auto cut = response(DnsStatus::noerror);
  cut.truncated = true;
  CHECK(answered(lookup, 0, std::move(cut)) == Then::query_again);
  CHECK(lookup.over_tcp());
  CHECK(lookup.may_ask(0));
  CHECK_FALSE(lookup.may_ask(1));
  CHECK(lookup.limit(Milliseconds(10)) == Milliseconds(10));
  CHECK(answered(lookup, 0, DnsStatus::noerror) == Then::ended);
  CHECK(lookup.best.attempts == 2);
}

TEST_CASE("dns lookup: an answer truncated even over TCP is not whole and not believed") {
  auto lookup = make(1, 1);
  for (const auto expected : {Then::query_again, Then::ended}) {
    auto cut = response(DnsStatus::noerror);
    cut.truncated = true;
    CHECK(answered(lookup, 0, std::move(cut)) == expected);
  }
  CHECK(lookup.best.status == DnsStatus::bad_answer);
}

TEST_CASE("dns lookup: FORMERR of a server that shows no EDNS is repeated without it, once") {
  auto lookup = make(1, 1);
  CHECK(lookup.with_edns());
  CHECK(answered(lookup, 0, DnsStatus::formerr) == Then::query_again);
  CHECK_FALSE(lookup.with_edns());
  CHECK(answered(lookup, 0, DnsStatus::formerr) == Then::ended);
  CHECK(lookup.best.status == DnsStatus::formerr);

  auto knows = make(1, 1);
  auto with_edns = response(DnsStatus::formerr);
  with_edns.has_edns = true;
  CHECK(answered(knows, 0, std::move(with_edns)) == Then::ended);
}

TEST_CASE("dns lookup: nonsense is tried again over TCP, where no forger reaches") {
  auto lookup = make(1, 2);
  CHECK(answered(lookup, 0, DnsStatus::bad_answer) == Then::query_again);
  CHECK(lookup.over_tcp());
  CHECK(answered(lookup, 0, DnsStatus::noerror) == Then::ended);
  CHECK(lookup.best.status == DnsStatus::noerror);
}

TEST_CASE("dns lookup: servers out of service are asked only when there is no other to ask") {
  auto lookup = make(3, 5);
  const std::vector<bool> serving{false, true, false};
  CHECK_FALSE(lookup.may_ask(0, serving));
  CHECK(lookup.may_ask(1, serving));
  // The one asked last, rather than one that is not in service.
  CHECK(answered(lookup, 1, DnsStatus::timeout) == Then::query_again);
  CHECK_FALSE(lookup.may_ask(0, serving));
  CHECK(lookup.may_ask(1, serving));
  CHECK(lookup.may_go_on(serving));
  // Silence, and nobody in service: one of them then, in turn.
  const std::vector<bool> nobody{false, false, false};
  CHECK(lookup.may_ask(0, nobody));
  CHECK_FALSE(lookup.may_ask(1, nobody));
  CHECK(lookup.may_go_on(nobody));
}

TEST_CASE("dns lookup: what a server has said is not doubted at one that does not answer anyway") {
  auto lookup = make(2, 3);
  const std::vector<bool> serving{true, false};
  CHECK(answered(lookup, 0, DnsStatus::servfail) == Then::query_again);
  CHECK_FALSE(lookup.may_go_on(serving));
  CHECK(lookup.may_go_on({true, true}));
  CHECK(lookup.may_ask(1, serving));  // when it is asked all the same
}

TEST_CASE("dns lookup: a repeat by another way goes to the same server, in service or not") {
  auto lookup = make(2, 3);
  DnsResponse cut = response(DnsStatus::noerror);
  cut.truncated = true;
  CHECK_FALSE(lookup.is_repeat());
  CHECK(answered(lookup, 0, cut) == Then::query_again);
  CHECK(lookup.is_repeat());
  CHECK(lookup.may_ask(0, {false, true}));
  CHECK_FALSE(lookup.may_ask(1, {false, true}));
  CHECK(lookup.may_go_on({false, true}));
}

}  // namespace
