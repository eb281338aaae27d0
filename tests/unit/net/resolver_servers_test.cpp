// SPDX-License-Identifier: GPL-3.0-or-later
//
// Several resolvers, of which some do not answer.
#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "net/name_server_health.hpp"
#include "net/resolver.hpp"
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

constexpr unsigned kMostSilences = net::NameServerHealth::kMostSilences;

Replies failure(const FakeQuery& query) { return FakeReply(query, 2); }

// Nobody answers there, and the kernel says so at once: silence without waiting for it.
std::string nobody() { return "127.0.0.1:" + std::to_string(support::unused_port()); }

struct Asking {
  Asking(std::vector<std::string> servers, Milliseconds set_aside,
         Milliseconds timeout = std::chrono::seconds(10)) {
    net::ResolverOptions options;
    options.nameservers = std::move(servers);
    options.timeout = timeout;
    options.set_aside = set_aside;
    auto made = net::Resolver::create(loop, options);
    REQUIRE(made.ok());
    resolver = std::move(*made);
  }
  // One after the other, each of another name, until `count` are answered or `enough` is true.
  void ask(unsigned count, const std::function<bool()>& enough = {}) {
    std::function<void(const DnsAnswer&)> next = [&](const DnsAnswer& answer) {
      statuses.push_back(answer.status);
      if (statuses.size() % count == 0 || (enough && enough())) return;
      resolver->lookup(fmt::format("n{}.example", ++names), RecordType::a, next);
    };
    resolver->lookup(fmt::format("n{}.example", ++names), RecordType::a, next);
    loop.run();
  }
  [[nodiscard]] bool all_are(DnsStatus status) const {
    return std::all_of(statuses.begin(), statuses.end(),
                       [status](DnsStatus other) { return other == status; });
  }

  net::Loop loop;
  std::unique_ptr<net::Resolver> resolver;
  unsigned names = 0;
  std::vector<DnsStatus> statuses;
};

TEST_CASE("resolver: a server that does not answer is set aside after five queries") {
  const FakeDns good(address);
  const FakeDns better(address);
  Asking asking({nobody(), good.address(), better.address()}, std::chrono::hours(1));
  asking.ask(300);
  CHECK(asking.statuses.size() == 300);
  CHECK(asking.all_are(DnsStatus::noerror));
  CHECK(asking.resolver->counts().queries == 300 + kMostSilences);
  CHECK(asking.resolver->counts().retries == kMostSilences);
  CHECK(good.queries() + better.queries() == 300);
  CHECK(good.queries() >= 140);
  CHECK(better.queries() >= 140);
}

TEST_CASE("resolver: a server that is back answers its share again") {
  std::atomic<bool> awake = false;
  std::atomic<unsigned> unanswered = 0;
  const FakeDns sleeper([&](const FakeQuery& query) -> Replies {
    if (awake) return address(query);
    if (++unanswered == kMostSilences) awake = true;
    return {};
  });
  const FakeDns good(address);
  Asking asking({sleeper.address(), good.address()}, Milliseconds(1), Milliseconds(100));
  asking.ask(10'000, [&] { return sleeper.queries() >= kMostSilences + 20; });
  CHECK(sleeper.queries() >= kMostSilences + 20);
}

TEST_CASE("resolver: when none answers all are asked, and each lookup ends") {
  Asking asking({nobody(), nobody()}, std::chrono::hours(1));
  asking.ask(20);
  CHECK(asking.statuses.size() == 20);
  CHECK(asking.all_are(DnsStatus::connect_failed));
  CHECK(asking.resolver->counts().queries == 60);  // three tries each, as ever
}

TEST_CASE("resolver: a refusal is believed without asking one that does not answer") {
  const FakeDns failing(failure);
  Asking asking({nobody(), failing.address()}, std::chrono::hours(1));
  asking.ask(100);
  CHECK(asking.all_are(DnsStatus::servfail));
  CHECK(failing.queries() == 100);
  CHECK(asking.resolver->counts().queries == 100 + kMostSilences);
}

TEST_CASE("resolver: SERVFAIL is no silence, and sets nobody aside") {
  const FakeDns failing(failure);
  const FakeDns good(address);
  Asking asking({failing.address(), good.address()}, std::chrono::hours(1));
  asking.ask(100);
  CHECK(asking.all_are(DnsStatus::noerror));
  CHECK(good.queries() == 100);
  CHECK(failing.queries() >= 50);
}

}  // namespace
