// SPDX-License-Identifier: GPL-3.0-or-later
//
// The policy of a domain, fetched from a web server on the loopback whose address a name server on
// the loopback gives.
#include "scan/policy_fetch.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "base/digest.hpp"
#include "net/timer.hpp"
#include "scan/mx_resolution.hpp"
#include "support/certificate_maker.hpp"
#include "support/domain_text.hpp"
#include "support/https_server.hpp"
#include "support/tcp_peer.hpp"

namespace {

using model::PolicyEnd;
using support::CertificateWish;
using support::Credential;
using support::DomainText;
using support::http_answer;
using support::HttpsScript;
using support::HttpsServer;
using support::make_certificate;
using Then = HttpsScript::Then;
using Faults = std::vector<std::string>;

const std::string kPolicy =
    "version: STSv1\r\nmode: enforce\r\nmx: mx.example.test\r\nmax_age: 1\r\n";
const std::string kHere = "domain: example.test\nmta-sts.example.test A 127.0.0.1\n";

CertificateWish wish(const std::string& name) {
  CertificateWish made;
  made.name = name;
  return made;
}

const Credential& root() {
  static const Credential made = [] {
    CertificateWish authority = wish("Root");
    authority.ca = true;
    return make_certificate(authority);
  }();
  return made;
}

support::PeerOptions shows(const CertificateWish& certificate, const Credential* issuer = &root()) {
  support::PeerOptions options;
  options.credential = make_certificate(certificate, issuer);
  return options;
}
support::PeerOptions shows_good() { return shows(wish("mta-sts.example.test")); }

scan::Settings settings_for(std::uint16_t port) {
  scan::Settings settings;
  settings.allowed_private = {*base::IpNetwork::parse("127.0.0.0/8")};
  settings.policy_records = true;
  settings.fetch_policies = true;
  settings.policy_port = port;
  settings.user_agent = "waxseal/1.0";
  return settings;
}

// What a scan has to resolve and to fetch with, and a guard against tests that hang.
struct World {
  explicit World(std::string_view text) : zone(text) {
    net::ResolverOptions options;
    options.nameservers = {dns.address()};
    options.tries = 1;
    auto made = net::Resolver::create(loop, options);
    REQUIRE(made.ok());
    resolver = std::move(*made);
    auto judge = session::CertificateVerifier::create(root().certificate_pem);
    REQUIRE(judge.ok());
    verifier = std::move(*judge);
  }
  void run() {
    net::Timer guard(loop, [this] { loop.stop(); });
    guard.start(std::chrono::seconds(20));
    loop.run();
  }

  DomainText zone;
  support::FakeDns dns{[this](const support::FakeQuery& query) { return zone.answer(query); }};
  net::Loop loop;
  std::unique_ptr<net::Resolver> resolver;
  std::unique_ptr<session::CertificateVerifier> verifier;
};

model::PolicyFetch fetch(std::string_view text, const scan::Settings& settings) {
  World world(text);
  std::optional<model::PolicyFetch> fetched;
  bool constructed = false;
  scan::PolicyFetch running(world.loop, *world.resolver, *world.verifier, settings, "example.test",
                            [&](model::PolicyFetch told) {
                              CHECK(constructed);
                              fetched = std::move(told);
                              world.loop.stop();
                            });
  constructed = true;
  world.run();
  REQUIRE(fetched);
  CHECK(fetched->host == "mta-sts.example.test");
  return *fetched;
}

model::PolicyFetch fetch_of(const HttpsScript& script) {
  const HttpsServer server(shows_good(), script);
  return fetch(kHere, settings_for(server.port()));
}

// The record of example.test, its policy fetched where that is so.
model::DomainRecord resolve(const std::string& text, const scan::Settings& settings,
                            bool with_verifier = true) {
  World world(text);
  std::optional<model::DomainRecord> record;
  const scan::MxResolution running(
      world.loop, *world.resolver, settings, {"", "example.test", 1},
      [&](scan::ResolvedDomain resolved) {
        record = std::move(resolved.record);
        world.loop.stop();
      },
      with_verifier ? world.verifier.get() : nullptr);
  world.run();
  REQUIRE(record);
  return *record;
}

TEST_CASE("policy fetch: a policy, and the certificate of its host") {
  support::PeerOptions options = shows_good();
  options.chain = {root()};
  const HttpsServer server(options,
                           {http_answer("200 OK", kPolicy, "Content-Type: text/plain\r\n")});
  const model::PolicyFetch fetched = fetch(kHere, settings_for(server.port()));
  CHECK(fetched.end == PolicyEnd::fetched);
  CHECK(fetched.address == "127.0.0.1");
  CHECK(fetched.http_status == 200);
  CHECK(fetched.content_type == "text/plain");
  CHECK(fetched.location.empty());
  CHECK(fetched.words.empty());
  CHECK(fetched.body == kPolicy);
  REQUIRE(fetched.validation);
  CHECK(fetched.validation->faults.empty());
  CHECK(fetched.validation->matches_domain);
  CHECK(fetched.validation->fingerprints == Faults{base::sha256(options.credential.certificate_der),
                                                   base::sha256(root().certificate_der)});
  // The connection of the first is over when the second is served.
  CHECK(fetch(kHere, settings_for(server.port())).end == PolicyEnd::fetched);
  const auto requests = server.requests();
  REQUIRE_FALSE(requests.empty());
  CHECK(requests[0].server_name == "mta-sts.example.test");
  CHECK(requests[0].text.starts_with("GET /.well-known/mta-sts.txt HTTP/1.1\r\n"));
  CHECK(requests[0].text.find("User-Agent: waxseal/1.0\r\n") != std::string::npos);
}

TEST_CASE("policy fetch: what is wrong with a certificate is said, and what stands behind it") {
  CertificateWish old = wish("mta-sts.example.test");
  old.not_before_days = -30;
  old.not_after_days = -1;
  struct Row {
    const char* what;
    support::PeerOptions shown;
    Faults faults;
    bool matches;
  };
  const Row rows[] = {
      {"expired", shows(old), {"expired"}, true},
      {"of another name", shows(wish("www.example.test")), {}, false},
      {"of a root of its own", shows(wish("mta-sts.example.test"), nullptr), {"self_signed"}, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const HttpsServer server(row.shown, {http_answer("200 OK", kPolicy)});
    const model::PolicyFetch fetched = fetch(kHere, settings_for(server.port()));
    CHECK(fetched.end == PolicyEnd::fetched);
    CHECK(fetched.body == kPolicy);
    REQUIRE(fetched.validation);
    CHECK(fetched.validation->faults == row.faults);
    CHECK(fetched.validation->matches_domain == row.matches);
  }
}

TEST_CASE("policy fetch: a host without an address, and one of which nobody knows") {
  const scan::Settings settings = settings_for(1);
  const model::PolicyFetch none = fetch("domain: example.test", settings);
  CHECK(none.end == PolicyEnd::no_address);
  CHECK(none.address.empty());
  CHECK_FALSE(none.validation);
  CHECK(fetch("domain: example.test\nmta-sts.example.test TXT x", settings).end ==
        PolicyEnd::no_address);
  const model::PolicyFetch failed = fetch(
      "domain: example.test\nmta-sts.example.test TXT x\nstatus mta-sts.example.test AAAA SERVFAIL",
      settings);
  CHECK(failed.end == PolicyEnd::lookup_failed);
  CHECK(failed.words == "A: NO_ANSWER, AAAA: SERVFAIL");
}

TEST_CASE("policy fetch: an address that may not be contacted is not") {
  const HttpsServer server(shows_good(), {http_answer("200 OK", kPolicy)});
  scan::Settings settings = settings_for(server.port());
  settings.allowed_private.clear();
  const model::PolicyFetch refused = fetch(kHere + "mta-sts.example.test AAAA ::1\n", settings);
  CHECK(refused.end == PolicyEnd::private_address);
  CHECK(refused.address.empty());
  // Among several the others are.
  settings.allowed_private = {*base::IpNetwork::parse("127.0.0.1/32")};
  CHECK(fetch("domain: example.test\nmta-sts.example.test A 10.0.0.1\n"
              "mta-sts.example.test A 127.0.0.1\nmta-sts.example.test AAAA ::1\n",
              settings)
            .end == PolicyEnd::fetched);
  CHECK(fetch(kHere, settings).end == PolicyEnd::fetched);
  CHECK(server.requests().size() <= 2);
}

TEST_CASE("policy fetch: where one address does not answer the next is tried, and no third") {
  const HttpsServer server(shows_good(), {http_answer("200 OK", kPolicy)});
  const scan::Settings settings = settings_for(server.port());
  const std::string two =
      "domain: example.test\nmta-sts.example.test A 127.0.0.2\n";  // where nobody listens
  const model::PolicyFetch second = fetch(two + "mta-sts.example.test A 127.0.0.1", settings);
  CHECK(second.end == PolicyEnd::fetched);
  CHECK(second.address == "127.0.0.1");
  CHECK(second.words.empty());
  const model::PolicyFetch third =
      fetch(two + "mta-sts.example.test A 127.0.0.3\nmta-sts.example.test A 127.0.0.1", settings);
  CHECK(third.end == PolicyEnd::connect_failed);
  CHECK(third.address == "127.0.0.3");
}

TEST_CASE("policy fetch: an answer of the first address is the answer") {
  const HttpsServer server(shows_good(), {http_answer("503 Later", "")});
  const model::PolicyFetch fetched =
      fetch(kHere + "mta-sts.example.test A 127.0.0.2", settings_for(server.port()));
  CHECK(fetched.end == PolicyEnd::http_status);
  CHECK(fetched.address == "127.0.0.1");
}

TEST_CASE("policy fetch: nobody listens, or says nothing, or speaks no TLS") {
  const model::PolicyFetch refused = fetch(kHere, settings_for(support::unused_port()));
  CHECK(refused.end == PolicyEnd::connect_failed);
  CHECK(refused.address == "127.0.0.1");
  CHECK(refused.http_status == 0);
  CHECK_FALSE(refused.words.empty());
  CHECK_FALSE(refused.validation);

  HttpsScript silent;
  silent.silent = true;
  const HttpsServer mute(shows_good(), silent);
  scan::Settings settings = settings_for(mute.port());
  settings.policy_limit = std::chrono::milliseconds(300);
  const model::PolicyFetch late = fetch(kHere, settings);
  CHECK(late.end == PolicyEnd::timeout);
  CHECK(late.duration >= settings.policy_limit);

  HttpsScript plain;
  plain.instead_of_tls = http_answer("400 Bad Request", "");
  const model::PolicyFetch clear = fetch_of(plain);
  CHECK(clear.end == PolicyEnd::tls_failed);
  CHECK_FALSE(clear.words.empty());
}

TEST_CASE("policy fetch: a redirect, another status, too much, and too little") {
  const model::PolicyFetch redirected = fetch_of(
      {http_answer("301 Moved", kPolicy, "Location: https://www.example.test/mta-sts.txt\r\n")});
  CHECK(redirected.end == PolicyEnd::redirected);
  CHECK(redirected.http_status == 301);
  CHECK(redirected.location == "https://www.example.test/mta-sts.txt");
  CHECK(redirected.body.empty());
  CHECK(redirected.validation);

  const model::PolicyFetch missing = fetch_of({http_answer("404 Not Found", kPolicy)});
  CHECK(missing.end == PolicyEnd::http_status);
  CHECK(missing.http_status == 404);
  CHECK(missing.body.empty());

  const std::string most(model::kMaxPolicyBody, 'x');
  CHECK(fetch_of({http_answer("200 OK", most)}).body == most);
  const model::PolicyFetch large = fetch_of({http_answer("200 OK", most + 'x')});
  CHECK(large.end == PolicyEnd::too_large);
  CHECK(large.http_status == 200);
  CHECK(large.body.empty());

  const model::PolicyFetch broken =
      fetch_of({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nversion: STSv1\r\n"});
  CHECK(broken.end == PolicyEnd::broken_off);
  CHECK(broken.body.empty());
  CHECK(broken.validation);
}

TEST_CASE("mx resolution: the policy that one record announces is fetched") {
  const HttpsServer server(shows_good(), {http_answer("200 OK", kPolicy)});
  const scan::Settings settings = settings_for(server.port());
  const std::string text = kHere + "MX 10 mx.example.test\nmx.example.test A 192.0.2.1\n";
  const std::string record = "_mta-sts.example.test TXT v=STSv1; id=1;\n";
  CHECK(resolve(text + record, settings).mta_sts_policy->end == PolicyEnd::fetched);
  // Others beside it are passed over.
  const auto beside = resolve(text + record + "_mta-sts.example.test TXT v=spf1 -all\n", settings);
  CHECK(beside.mta_sts_policy->body == kPolicy);
  CHECK(beside.mta_sts->records.size() == 2);
  // Two are as good as none, and none is none.
  CHECK(resolve(text + record + record, settings).mta_sts_policy->end == PolicyEnd::not_asked);
  CHECK(resolve(text, settings).mta_sts_policy->end == PolicyEnd::not_asked);
  // Nobody wanted it, or nobody could judge the certificate.
  CHECK(resolve(text + record, settings, false).mta_sts_policy->end == PolicyEnd::not_asked);
  scan::Settings without = settings;
  without.fetch_policies = false;
  CHECK(resolve(text + record, without).mta_sts_policy->end == PolicyEnd::not_asked);
}

TEST_CASE("mx resolution: destroyed while a policy is fetched, it says nothing") {
  const support::TcpListener listener;
  World world(kHere + "_mta-sts.example.test TXT v=STSv1; id=1;\n");
  const scan::Settings settings = settings_for(listener.port());
  bool told = false;
  auto running = std::make_unique<scan::MxResolution>(
      world.loop, *world.resolver, settings, scan::Target{"", "example.test", 1},
      [&told](const scan::ResolvedDomain&) { told = true; }, world.verifier.get());
  std::string hello;
  std::string rest;
  std::thread server([&] {
    const support::TcpPeer peer = listener.accept();
    hello = peer.receive();
    world.loop.post([&running] { running.reset(); });
    rest = peer.receive_all();
  });
  world.loop.run();  // until nothing is left to wait for
  server.join();
  CHECK(running == nullptr);
  CHECK_FALSE(told);
  CHECK_FALSE(hello.empty());
  CHECK(rest.find("TIMEOUT") == std::string::npos);
}

}  // namespace
