// SPDX-License-Identifier: GPL-3.0-or-later
//
// Audits of mail servers on the loopback, which a name server on the loopback leads to.
#include "scan/audit_run.hpp"

#include <algorithm>
#include <optional>

#include <doctest/doctest.h>

#include "net/timer.hpp"
#include "short_probes.hpp"
#include "support/certificate_maker.hpp"
#include "support/domain_text.hpp"
#include "support/smtp_stub.hpp"

namespace {

using short_probes::plain;
using short_probes::ProbePtr;
using short_probes::rude;
using Texts = std::vector<std::string>;

constexpr std::string_view kZone = R"(
domain: example.test
MX 10 mx.example.test
other.test MX 10 mx.example.test
mx.example.test A 127.0.0.7
two.test MX 10 one.two.test
two.test MX 20 two.two.test
one.two.test A 127.0.0.7
two.two.test A 127.0.0.7
apart.test MX 10 mx.apart.test
mx.apart.test A 127.0.0.8
mx.apart.test A 127.0.0.9
private.test MX 10 mx.private.test
mx.private.test A 10.1.2.3
status silent.test MX TIMEOUT
status silent.test A TIMEOUT
status silent.test AAAA TIMEOUT
)";

// An audit of a mail server without STARTTLS at every address of 127.0.0.0/8. Keeps all that it
// hears, and lets a test act on it.
struct Audit final : scan::AuditEvents {
  explicit Audit(bool hold_server = false) : server(hold_server) {
    settings.client_name = "audit.test";
    settings.port = server.port();
    settings.rates = {0, 1'000, 0, 0};
    settings.impatient = true;
    settings.allowed_private = {*base::IpNetwork::parse("127.0.0.0/8")};
  }

  // Each endpoint is asked these, one after the other.
  const scan::Audited& run(const std::vector<scan::Target>& targets,
                           const std::vector<ProbePtr>& probes) {
    const scan::VisitPlan plan{[&](const model::EndpointRecord& record) {
      return std::vector(probes.begin() + static_cast<long>(record.conversations.size()),
                         probes.end());
    }};
    net::ResolverOptions options;
    options.nameservers = {dns.address()};
    const auto resolver = net::Resolver::create(loop, options);
    REQUIRE(resolver.ok());
    audit.emplace(scan::LoopParts{loop, **resolver, *verifier}, settings, plan, targets, *this,
                  [this](scan::Audited all) {
                    ++ends;
                    found = std::move(all);
                    audit.reset();
                    loop.stop();
                  });
    loop.run();
    return found;
  }

  void resolved(const model::DomainRecord& domain) override { domains.push_back(domain.domain); }
  void visit_began(const model::Endpoint& endpoint) override {
    began.push_back(endpoint.mx_host + " " + endpoint.ip.to_string());
    most_at_one = std::max(most_at_one, ++under_way[endpoint.ip]);
  }
  void conversation_ended(const model::Endpoint&, const model::Transcript&) override {
    ++conversations;
    if (on_conversation) on_conversation();
  }
  void visit_ended(const model::EndpointRecord& record) override {
    ended.push_back(record.endpoint.mx_host);
    if (record.skipped.empty()) --under_way[record.endpoint.ip];
  }

  // Does it once the server has as many connections open.
  void once_open(unsigned count, std::function<void()> act) {
    look.emplace(loop, [this, count, act = std::move(act)] {
      if (server.open_now() < count) return look->start(base::Milliseconds(5));
      act();
    });
    look->start(base::Milliseconds(5));
  }

  support::SmtpStub server;
  support::DomainText zone{kZone};
  support::FakeDns dns{[this](const support::FakeQuery& query) { return zone.answer(query); }};
  net::Loop loop;
  scan::Settings settings;
  std::unique_ptr<session::CertificateVerifier> verifier = std::move(
      session::CertificateVerifier::create(support::make_certificate({}).certificate_pem).value());
  std::optional<scan::AuditRun> audit;
  std::optional<net::Timer> look;
  scan::Audited found;
  unsigned ends = 0;

  std::function<void()> on_conversation;
  Texts domains;
  Texts began;
  Texts ended;
  std::size_t conversations = 0;
  std::map<base::IpAddress, unsigned> under_way;
  unsigned most_at_one = 0;  // visits to one address
};

scan::Target domain(const std::string& name) { return {name, name, 0, false}; }
scan::Target host(const std::string& name) { return {name, name, 0, true}; }

std::string id_of(const scan::Audited& found, std::size_t endpoint) {
  return model::endpoint_id(found.endpoints.at(endpoint).endpoint);
}

TEST_CASE("audit run: what two domains share is visited once, and both know of it") {
  Audit audit;
  const auto& found = audit.run({domain("example.test"), domain("other.test")}, {plain(), rude()});
  CHECK(audit.ends == 1);
  REQUIRE(found.domains.size() == 2);
  CHECK(found.domains[0].domain == "example.test");
  CHECK(found.domains[1].domain == "other.test");
  REQUIRE(found.endpoints.size() == 1);
  for (const model::DomainRecord& record : found.domains)
    CHECK(record.exchanges.at(0).endpoint_ids == Texts{id_of(found, 0)});
  CHECK(found.endpoints[0].conversations.size() == 2);
  CHECK(audit.server.counts().at("127.0.0.7").connections == 2);
  CHECK(audit.domains.size() == 2);
  CHECK(audit.began == Texts{"mx.example.test 127.0.0.7"});
  CHECK(audit.ended == Texts{"mx.example.test"});
  CHECK(audit.conversations == 2);
}

TEST_CASE("audit run: hosts that share an address are visited one after the other") {
  Audit audit;
  const auto& found = audit.run({domain("two.test")}, {plain(), plain(), plain()});
  CHECK(found.endpoints.size() == 2);
  CHECK(audit.began == Texts{"one.two.test 127.0.0.7", "two.two.test 127.0.0.7"});
  CHECK(audit.most_at_one == 1);
  CHECK(audit.server.counts().at("127.0.0.7").connections == 6);
  CHECK(audit.server.counts().at("127.0.0.7").at_once == 1);
}

TEST_CASE("audit run: different addresses are visited side by side") {
  Audit audit(true);
  audit.once_open(2, [&audit] { audit.server.release(); });
  const auto& found = audit.run({domain("apart.test")}, {plain()});
  CHECK(found.endpoints.size() == 2);
  CHECK(audit.server.counts().at("127.0.0.8").at_once == 1);
  CHECK(audit.server.counts().at("127.0.0.9").at_once == 1);
}

TEST_CASE("audit run: a host and an address that are named are looked at without an MX lookup") {
  Audit audit;
  const auto& found = audit.run({host("mx.example.test"), host("127.0.0.8")}, {plain()});
  REQUIRE(found.domains.size() == 2);
  for (const model::DomainRecord& record : found.domains) {
    CHECK(record.mx_status == "named_host");
    CHECK(record.mx_lookup.empty());
    CHECK(record.exchanges.at(0).endpoint_ids.size() == 1);
  }
  CHECK(found.endpoints.size() == 2);
  CHECK(audit.server.counts().at("127.0.0.7").connections == 1);
  CHECK(audit.server.counts().at("127.0.0.8").connections == 1);
}

TEST_CASE("audit run: private space is not contacted, and the record says so") {
  Audit audit;
  const auto& found = audit.run({domain("private.test")}, {plain()});
  REQUIRE(found.endpoints.size() == 1);
  CHECK(found.endpoints[0].skipped == "special_purpose_address");
  CHECK(found.endpoints[0].conversations.empty());
  CHECK(found.domains.at(0).exchanges.at(0).endpoint_ids == Texts{id_of(found, 0)});
  CHECK(audit.began.empty());
  CHECK(audit.ended == Texts{"mx.private.test"});
}

TEST_CASE("audit run: without a name for EHLO nobody but the loopback is spoken to") {
  Audit audit;
  audit.settings.client_name.clear();
  audit.settings.allowed_private.push_back(*base::IpNetwork::parse("10.0.0.0/8"));
  const auto& found = audit.run({domain("private.test"), domain("example.test")}, {plain()});
  REQUIRE(found.endpoints.size() == 2);
  for (const model::EndpointRecord& record : found.endpoints)
    CHECK(record.skipped == (record.endpoint.ip.is_loopback() ? "" : "no_ehlo_name"));
}

TEST_CASE("audit run: no targets, nothing found") {
  Audit audit;
  const auto& found = audit.run({}, {plain()});
  CHECK(audit.ends == 1);
  CHECK(found.domains.empty());
  CHECK(found.endpoints.empty());
}

TEST_CASE("audit run: who would have to wait for the dirty closes of another host ends instead") {
  Audit audit;
  std::vector<ProbePtr> probes(scan::DirtyBudget::kMost, rude());
  probes.insert(probes.begin(), plain());
  const auto& found = audit.run({domain("two.test")}, probes);
  REQUIRE(found.endpoints.size() == 2);
  CHECK(found.endpoints[0].dirty_closes() == scan::DirtyBudget::kMost);
  CHECK(found.endpoints[0].cut_short.empty());
  CHECK(found.endpoints[1].conversations.size() == 1);
  CHECK(found.endpoints[1].cut_short == "dirty_closes");
  CHECK_FALSE(found.endpoints[1].interrupted);
}

TEST_CASE("audit run: stopped, it lets the conversation end and begins none") {
  Audit audit;
  audit.on_conversation = [&audit] { audit.audit->stop(false); };
  const auto& found = audit.run({domain("two.test")}, {plain(), plain()});
  CHECK(audit.ends == 1);
  REQUIRE(found.endpoints.size() == 1);
  CHECK(found.endpoints[0].interrupted);
  REQUIRE(found.endpoints[0].conversations.size() == 1);
  CHECK(found.endpoints[0].conversations[0].transcript.end != model::End::cancelled);
  CHECK(audit.server.counts().at("127.0.0.7").quits == 1);
  // The domain has both hosts, of one of which nothing is known.
  CHECK(found.domains.at(0).exchanges.size() == 2);
}

TEST_CASE("audit run: stopped at once, it breaks off what is under way") {
  Audit audit(true);
  audit.once_open(2, [&audit] {
    audit.audit->stop(false);
    audit.audit->stop(true);
  });
  const auto& found = audit.run({domain("apart.test")}, {plain()});
  CHECK(audit.ends == 1);
  REQUIRE(found.endpoints.size() == 2);
  for (const model::EndpointRecord& record : found.endpoints) {
    CHECK(record.interrupted);
    CHECK(record.conversations.at(0).transcript.end == model::End::cancelled);
  }
}

TEST_CASE("audit run: a domain whose lookup was stopped keeps its name") {
  Audit audit;
  net::Timer stop(audit.loop, [&audit] { audit.audit->stop(false); });
  stop.start(base::Milliseconds(0));
  const auto& found = audit.run({domain("silent.test"), host("silent.test")}, {plain()});
  CHECK(audit.ends == 1);
  REQUIRE(found.domains.size() == 2);
  CHECK(found.domains[0].domain == "silent.test");
  CHECK(found.domains[0].mx_status == "unknown");
  CHECK(found.domains[1].mx_status == "named_host");
  CHECK(found.endpoints.empty());
}

}  // namespace
