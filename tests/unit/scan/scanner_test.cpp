// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole way of a list, with a name server and mail servers made by the test on the loopback.
#include "scan/scanner.hpp"

#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "net/loop_thread.hpp"
#include "plan/planner.hpp"
#include "scan/list_file.hpp"
#include "support/conversation_driver.hpp"
#include "support/fake_dns.hpp"
#include "support/schema_check.hpp"
#include "support/smtp_stub.hpp"
#include "support/tls_peer.hpp"

namespace {

using nlohmann::json;
using support::FakeQuery;
using support::FakeReply;

constexpr unsigned kA = 1;
constexpr unsigned kMx = 15;

std::string ipv4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(d)};
}

// The names of these tests:
//   null.test  MX 0 .          gone.test  NXDOMAIN          broken.test  SERVFAIL
//   bare.test  no MX, A        nothing.test  neither
//   private.test  MX at 10.1.2.3     literal.test  MX 127.0.0.1.     local.test  MX localhost.
//   mixed.test  null MX and another
//   shared-N.test  MX shared.host.test, 127.0.0.9
//   dN.test  MX dN.host.test, 127.1.N.1
std::vector<std::string> answer(const FakeQuery& query) {
  const std::string& name = query.name;
  const auto begins = [&name](const char* prefix) { return name.rfind(prefix, 0) == 0; };
  if (name == "gone.test") return FakeReply(query, 3);
  if (name == "broken.test") return FakeReply(query, 2);
  if (query.type == kMx) {
    if (name == "null.test") return FakeReply(query).mx(name, 0, "");
    if (name == "mixed.test") return FakeReply(query).mx(name, 0, "").mx(name, 10, "d7.host.test");
    if (name == "private.test") return FakeReply(query).mx(name, 10, "private.host.test");
    if (name == "literal.test") return FakeReply(query).mx(name, 10, "127.0.0.1");
    if (name == "local.test") return FakeReply(query).mx(name, 10, "localhost");
    if (begins("shared-")) return FakeReply(query).mx(name, 10, "shared.host.test");
    if (begins("d"))
      return FakeReply(query).mx(name, 10, name.substr(0, name.find('.')) + ".host.test");
    return FakeReply(query);
  }
  if (query.type != kA) return FakeReply(query);
  if (name == "bare.test") return FakeReply(query).record(name, kA, ipv4(127, 0, 0, 8));
  if (name == "private.host.test") return FakeReply(query).record(name, kA, ipv4(10, 1, 2, 3));
  if (name == "shared.host.test") return FakeReply(query).record(name, kA, ipv4(127, 0, 0, 9));
  if (begins("d")) {
    const auto number = static_cast<unsigned>(std::stoul(name.substr(1)));
    return FakeReply(query).record(name, kA, ipv4(127, 1, number % 250, 1));
  }
  return FakeReply(query);
}

class Lines final : public scan::LineSink {
 public:
  void write(const std::string& line) override {
    const auto problem = support::schema_problem(line);
    CHECK_MESSAGE(!problem, problem.value_or(""));
    records.push_back(json::parse(line));
    if (written) written();
  }
  [[nodiscard]] const json* domain(const std::string& name) const {
    for (const json& record : records) {
      if (record.at("type") == "domain" && record.at("domain") == name) return &record;
    }
    return nullptr;
  }
  [[nodiscard]] std::vector<const json*> of_type(const std::string& type) const {
    std::vector<const json*> found;
    for (const json& record : records) {
      if (record.at("type") == type) found.push_back(&record);
    }
    return found;
  }
  std::vector<json> records;
  std::function<void()> written;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string_view line : base::split(text, '\n')) lines.emplace_back(line);
  return lines;
}

std::unique_ptr<session::CertificateVerifier> make_verifier() {
  return std::move(
      session::CertificateVerifier::create(support::make_certificate({}).certificate_pem).value());
}

struct FurtherLoop {
  std::unique_ptr<net::Loop> loop = std::make_unique<net::Loop>();
  std::unique_ptr<net::Resolver> resolver;
  std::unique_ptr<session::CertificateVerifier> verifier = make_verifier();
};

// Everything that a Scanner needs.
struct Run {
  explicit Run(const std::string& domains, bool hold_servers = false)
      : servers(hold_servers), list(lines_of(domains)) {
    settings.run_id = "test";
    settings.client_name = "probe.test";
    settings.port = servers.port();
    settings.allowed_private = {*base::IpNetwork::parse("127.0.0.0/8")};
    settings.rates = {0, 1'000, 0, 0};
    settings.senders = 50;
  }

  // `meanwhile` is asked again and again while the scan goes on, until it has done what it wants.
  void go(const std::function<bool(scan::Scanner&)>& meanwhile = {}) {
    net::ResolverOptions options;
    options.nameservers = {nameserver.empty() ? dns.address() : nameserver};
    auto resolver = net::Resolver::create(loop, options);
    REQUIRE(resolver.ok());
    std::vector<scan::LoopParts> parts{{loop, **resolver, *verifier}};
    std::vector<FurtherLoop> further(loops - 1);
    for (FurtherLoop& each : further) {
      each.resolver = std::move(net::Resolver::create(*each.loop, options).value());
      parts.push_back({*each.loop, *each.resolver, *each.verifier});
    }
    scan::Intake intake(
        loop, list, {[this](std::size_t line, const std::string&) { bad_lines.push_back(line); }});
    scan::Scanner scanner(
        {parts, intake, lines, blocklist, settings, plan, {}, output_blocked},
        [this] {
          ++finished;
          loop.stop();
        },
        done_before);
    std::vector<std::unique_ptr<net::LoopThread>> threads;
    for (const FurtherLoop& each : further)
      threads.push_back(std::make_unique<net::LoopThread>(*each.loop));
    scanner.start();
    net::Timer* again = nullptr;
    net::Timer meanwhile_timer(loop, [&] {
      if (!meanwhile(scanner)) again->start(base::Milliseconds(5));
    });
    again = &meanwhile_timer;
    if (meanwhile) meanwhile_timer.start(base::Milliseconds(5));
    loop.run();
    threads.clear();
    counts = scanner.counts();
    backoffs = scanner.pace().backoffs();
    name_servers_lost = scanner.name_servers_are_lost();
  }

  support::FakeDns dns{answer};
  support::SmtpStub servers;
  scan::ListInMemory list;
  net::Loop loop;
  scan::Settings settings;
  plan::Planner planner = *plan::Planner::create(
      {support::builtin_probe("starttls"), support::builtin_probe("starttls-legacy")}, {});
  scan::Blocklist blocklist;
  std::unique_ptr<session::CertificateVerifier> verifier = make_verifier();
  Lines lines;
  std::vector<std::size_t> bad_lines;
  std::size_t loops = 1;
  std::string nameserver;  // empty: ours
  std::function<bool()> output_blocked;
  bool name_servers_lost = false;
  scan::DoneBefore done_before;
  scan::VisitPlan plan{[this](const model::EndpointRecord& visit) { return planner.next(visit); }};
  model::RunCounts counts;
  std::vector<model::Backoff> backoffs;
  int finished = 0;
};

std::string domains(unsigned first, unsigned last) {
  std::string list;
  for (unsigned i = first; i <= last; ++i) list += "d" + std::to_string(i) + ".test\n";
  return list;
}

// Type and name of each line, in order of these.
std::vector<std::string> names_of(const Lines& lines) {
  std::vector<std::string> names;
  for (const json& line : lines.records) {
    const std::string type = line.at("type");
    const char* key = type == "domain" ? "domain" : type == "endpoint" ? "endpoint_id" : "raw";
    const std::string name = line.at(key);
    const bool has_port = type == "endpoint";  // another one in each run
    names.push_back(type + " " + (has_port ? name.substr(0, name.rfind(':')) : name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST_CASE("each kind of domain gets its line and its word") {
  Run run(
      "null.test\ngone.test\nbroken.test\nbare.test\nnothing.test\nliteral.test\nlocal.test\nmixed."
      "test\nd1.test\n");
  run.settings.allowed_private = {*base::IpNetwork::parse("127.0.0.0/9")};
  run.go();
  CHECK(run.finished == 1);
  const auto status = [&run](const std::string& name) {
    return run.lines.domain(name)->at("mx_status");
  };
  CHECK(status("null.test") == "null_mx");
  CHECK(status("gone.test") == "nxdomain");
  CHECK(status("broken.test") == "unknown");
  CHECK(run.lines.domain("broken.test")->at("mx_lookup") == "SERVFAIL");
  CHECK(status("bare.test") == "implicit_mx");
  CHECK(status("nothing.test") == "no_mx");
  CHECK(status("mixed.test") == "null_mx_with_other_mx");
  CHECK(status("d1.test") == "has_mx");
  CHECK(run.lines.domain("literal.test")->at("exchanges").at(0).at("problem") == "ip_literal");
  CHECK(run.lines.domain("bare.test")->at("exchanges").at(0).at("endpoint_ids").size() == 1);
  CHECK(run.counts.domains == 9);
  CHECK(run.counts.funnel.visited == 3);
  CHECK(run.counts.ends.at("ehlo.not_offered") == 3);
}

TEST_CASE("an empty list ends at once") {
  Run run("# nothing\n\n");
  run.go();
  CHECK(run.finished == 1);
  CHECK(run.lines.records.empty());
}

TEST_CASE("a bad line is passed over and the run goes on") {
  Run run("d1.test\nuser@example.org\n\nd2.test\n");
  run.go();
  CHECK(run.bad_lines == std::vector<std::size_t>{2});
  CHECK(run.lines.of_type("domain").size() == 2);
}

TEST_CASE("private space is typed and not contacted") {
  Run run("private.test\nd1.test\n");
  run.settings.allowed_private = {*base::IpNetwork::parse("127.1.0.0/16")};
  run.go();
  const auto endpoints = run.lines.of_type("endpoint");
  REQUIRE(endpoints.size() == 2);
  for (const json* endpoint : endpoints) {
    if (endpoint->at("mx_host") == "private.host.test") {
      CHECK(endpoint->at("skipped") == "special_purpose_address");
      CHECK(endpoint->at("connections_used") == 0);
    } else {
      CHECK_FALSE(endpoint->contains("skipped"));
    }
  }
}

TEST_CASE("localhost as an MX is not even looked up, unless the loopback is allowed") {
  Run run("local.test\n");
  run.settings.allowed_private.clear();
  run.go();
  CHECK(run.lines.domain("local.test")->at("exchanges").at(0).at("problem") == "localhost");
}

TEST_CASE("the blocklist is heeded") {
  Run run("d1.test\nd2.test\n");
  std::istringstream blocked("127.1.1.1\n");
  run.blocklist = *scan::Blocklist::read(blocked, "test");
  run.go();
  CHECK(run.counts.skipped.at("blocklisted") == 1);
  CHECK(run.servers.counts().count("127.1.1.1") == 0);
  CHECK(run.servers.counts().at("127.1.2.1").connections == 1);
}

TEST_CASE("without a name nobody but the loopback is spoken to") {
  Run run("private.test\nd1.test\n");
  run.settings.client_name.clear();
  run.settings.allowed_private = {*base::IpNetwork::parse("0.0.0.0/0")};
  run.go();
  CHECK(run.counts.skipped.at("no_ehlo_name") == 1);
  CHECK(run.counts.funnel.visited == 1);
}

TEST_CASE("a hundred domains share one MX, which is visited once") {
  std::string domains;
  for (int i = 0; i < 100; ++i) domains += "shared-" + std::to_string(i) + ".test\n";
  Run run(domains);
  run.go();
  CHECK(run.servers.counts().at("127.0.0.9").connections == 1);
  CHECK(run.lines.of_type("endpoint").size() == 1);
  CHECK(run.lines.of_type("domain").size() == 100);
}

TEST_CASE("many hosts behind few addresses: one conversation with an address at a time") {
  std::string domains;
  for (int i = 0; i < 1000; ++i) domains += "d" + std::to_string(i) + ".test\n";
  Run run(domains);
  run.settings.senders = 100;
  run.go();
  CHECK(run.finished == 1);
  CHECK(run.lines.of_type("domain").size() == 1000);
  unsigned connections = 0;
  for (const auto& entry : run.servers.counts()) {
    CAPTURE(entry.first);
    const support::SmtpStub::Counts& count = entry.second;
    CHECK(count.at_once == 1);
    CHECK(count.quits == count.connections);
    connections += count.connections;
  }
  CHECK(connections == 1000);
  CHECK(run.counts.dirty_closes == 0);
}

TEST_CASE("interrupted: what is under way is finished, what was not begun has no line") {
  // Given servers that do not answer yet, and fewer senders than domains
  std::string domains;
  for (int i = 0; i < 40; ++i) domains += "d" + std::to_string(i) + ".test\n";
  Run run(domains, true);
  run.settings.senders = 10;
  // When the run is interrupted, and the servers then answer
  run.go([&run](scan::Scanner& scanner) {
    if (run.servers.open_now() < 10) return false;
    CHECK(scanner.visits_under_way() == 10);
    scanner.stop();
    run.servers.release();
    return true;
  });
  // Then the ten have their lines, and nobody else was contacted
  CHECK(run.finished == 1);
  CHECK(run.lines.of_type("endpoint").size() == 10);
  CHECK(run.lines.of_type("domain").size() == 10);
  CHECK(run.servers.counts().size() == 10);
  for (const json* endpoint : run.lines.of_type("endpoint")) {
    CHECK(endpoint->at("data").at("smtp").at("end") == "not_offered");
  }
}

TEST_CASE("interrupted twice: what is under way is broken off, and said to be") {
  Run run("d1.test\nd2.test\n", true);
  run.go([&run](scan::Scanner& scanner) {
    if (run.servers.open_now() < 2) return false;
    scanner.stop();
    scanner.stop();
    return true;
  });
  CHECK(run.finished == 1);
  REQUIRE(run.lines.of_type("endpoint").size() == 2);
  for (const json* endpoint : run.lines.of_type("endpoint")) {
    CHECK(endpoint->at("data").at("smtp").at("end") == "cancelled");
    CHECK(endpoint->at("interrupted") == true);
  }
  // And no domain is called done
  CHECK(run.lines.of_type("domain").empty());
}

TEST_CASE("domains that wait for one busy address do not hold the others up") {
  // Given many names of one address, which rests after each visit, before a few good ones
  std::string domains;
  for (int i = 0; i < 30; ++i) domains += "d" + std::to_string(250 * i) + ".test\n";  // 127.1.0.1
  for (int i = 1; i <= 20; ++i) domains += "d" + std::to_string(i) + ".test\n";
  Run run(domains);
  run.settings.senders = 2;
  run.settings.rates.per_address = 1.0 / 600;
  // When the run has gone on until only the address that rests is left
  run.go([&run](scan::Scanner& scanner) {
    if (run.lines.of_type("endpoint").size() < 21) return false;  // for ever, if they were held up
    scanner.stop();
    return true;
  });
  // Then all the others were visited
  CHECK(run.servers.counts().size() == 21);
}

}  // namespace

TEST_CASE("several loops: the same lines as one, and the counts add up") {
  const std::string list = domains(1, 80) + "shared-1.test\nshared-2.test\nnull.test\ngone.test\n";
  Run one(list);
  one.go();
  Run three(list);
  three.loops = 3;
  three.go();
  CHECK(three.finished == 1);
  CHECK(names_of(three.lines) == names_of(one.lines));
  CHECK(three.counts.domains == one.counts.domains);
  CHECK(three.counts.endpoints == 81);
  CHECK(three.counts.connections == one.counts.connections);
  CHECK(three.counts.ends == one.counts.ends);
  CHECK(three.counts.funnel == one.counts.funnel);
}

TEST_CASE("several loops, interrupted: nothing is lost between them") {
  Run run(domains(1, 200), true);
  run.loops = 3;
  run.settings.senders = 20;
  run.go([](scan::Scanner& scanner) {
    if (scanner.visits_under_way() < 20) return false;
    scanner.stop();
    scanner.stop();
    return true;
  });
  CHECK(run.finished == 1);
  CHECK(run.counts.endpoints == run.lines.of_type("endpoint").size());
  CHECK(run.counts.endpoints >= 20);
  CHECK(run.lines.of_type("domain").size() < 200);
}

TEST_CASE("shards: together they are the whole, and no network is in two of them") {
  const std::string list = domains(1, 40) + "shared-1.test\nshared-2.test\nnull.test\nbare.test\n";
  Run whole(list);
  whole.go();
  std::vector<std::string> together;
  std::map<std::string, unsigned> shard_of_network;
  for (unsigned shard = 0; shard < 3; ++shard) {
    Run part(list);
    part.settings.shards = 3;
    part.settings.shard = shard;
    part.go();
    const auto names = names_of(part.lines);
    together.insert(together.end(), names.begin(), names.end());
    for (const json* endpoint : part.lines.of_type("endpoint")) {
      const std::string ip = endpoint->at("ip");
      const auto network = ip.substr(0, ip.rfind('.'));
      CHECK(shard_of_network.try_emplace(network, shard).first->second == shard);
    }
  }
  std::sort(together.begin(), together.end());
  CHECK(together == names_of(whole.lines));
  CHECK(shard_of_network.size() == 41);
}

TEST_CASE("what an earlier run has done is not done again") {
  Run run(domains(1, 3));
  run.done_before.endpoints.insert(model::endpoint_id(
      {"d2.host.test", *base::IpAddress::parse("127.1.2.1"), run.settings.port}));
  run.done_before.counts.domains = 10;
  run.go();
  CHECK(run.lines.of_type("endpoint").size() == 2);
  CHECK(run.lines.of_type("domain").size() == 3);
  CHECK(run.lines.domain("d2.test")->at("exchanges").at(0).at("endpoint_ids").size() == 1);
  CHECK(run.counts.domains == 13);
}

TEST_CASE("a crowd before one gate is set aside, and all of it is done in the end") {
  Run run(domains(1, 120));  // all of one operator, host.test
  run.settings.rates = {0, 1'000, 0, 500};
  run.settings.crowd = 4;
  run.go();
  CHECK(run.finished == 1);
  CHECK(run.counts.domains == 120);
  CHECK(run.lines.of_type("endpoint").size() == 120);
}

TEST_CASE("an operator that asks for patience is slowed down, which shows") {
  Run run("d1.test\nd2.test\n");
  run.settings.senders = 1;
  run.settings.rates.per_operator = 1'000;
  run.plan.asks_patience = [](const model::EndpointRecord& visit) {
    return visit.endpoint.mx_host == "d1.host.test";
  };
  run.go();
  REQUIRE(run.backoffs.size() == 1);
  CHECK(run.backoffs.front().op == "host.test");
  CHECK(run.lines.of_type("endpoint").at(0)->count("pace_backoff") == 0);
  CHECK(run.lines.of_type("endpoint").at(1)->at("pace_backoff") == 2);
}

// What is taken back may lead to endpoints that are done by then: it has to take back the next all
// the same.
TEST_CASE("domains set aside are done in the end, also when no visit comes of them") {
  std::string list = domains(1, 7);
  for (int i = 1; i <= 40; ++i) list += "shared-" + std::to_string(i) + ".test\n";
  Run run(list);
  run.settings.rates = {0, 1'000, 0, 50};
  run.settings.crowd = 4;
  run.go();
  CHECK(run.lines.of_type("domain").size() == 47);
  CHECK(run.lines.of_type("endpoint").size() == 8);
}

TEST_CASE("a name on the blocklist is not even looked up, nor is anything below it") {
  Run run("d1.test\nsub.d1.test\nd2.test\n");
  std::istringstream blocked("d1.test\nd2.host.test\n");
  run.blocklist = *scan::Blocklist::read(blocked, "test");
  run.go();
  CHECK(run.lines.domain("d1.test")->at("skipped") == "blocklisted");
  CHECK(run.lines.domain("sub.d1.test")->at("skipped") == "blocklisted");
  CHECK(run.lines.domain("d1.test")->at("exchanges").empty());
  REQUIRE(run.lines.of_type("endpoint").size() == 1);
  CHECK(run.lines.of_type("endpoint").front()->at("mx_host") == "d2.host.test");
  CHECK(run.lines.of_type("endpoint").front()->at("skipped") == "blocklisted");
}

TEST_CASE("a long list of blocklisted names does not hold the loop up, and all have their lines") {
  std::string list;
  for (int i = 0; i < 3'500; ++i) list += "n" + std::to_string(i) + ".blocked.test\n";
  Run run(list);
  std::istringstream blocked("blocked.test\n");
  run.blocklist = *scan::Blocklist::read(blocked, "test");
  run.go();
  CHECK(run.counts.domains == 3'500);
}

TEST_CASE("no name server answers: the run stops, and says nothing of the domains") {
  Run run(domains(1, 5));
  run.nameserver = "127.0.0.1:1";
  run.go();
  CHECK(run.finished == 1);
  CHECK(run.name_servers_lost);
  CHECK(run.lines.records.empty());
}

TEST_CASE("nothing is begun while no line can be written, and nothing is lost") {
  Run run(domains(1, 10));
  bool blocked = true;
  run.output_blocked = [&blocked] { return blocked; };
  std::size_t seen = 0;
  run.go([&](scan::Scanner& scanner) {
    seen = std::max(seen, scanner.visits_under_way() + scanner.domains_under_way());
    blocked = false;
    scanner.go_on();
    return true;
  });
  CHECK(seen == 0);
  CHECK(run.finished == 1);
  CHECK(run.counts.domains == 10);
}
