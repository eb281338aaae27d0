// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/visit.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "net/timer.hpp"
#include "short_probes.hpp"
#include "support/certificate_maker.hpp"
#include "support/smtp_stub.hpp"

namespace {

using short_probes::plain;
using short_probes::ProbePtr;
using short_probes::rude;

// Visits of a mail server without STARTTLS.
struct Visits {
  explicit Visits(bool hold_server = false) : server(hold_server) {
    settings.client_name = "probe.test";
    settings.rates = {0, 1'000, 0, 0};
  }

  // Plays these, all of which are ready to be played from the beginning.
  model::EndpointRecord play(const std::vector<ProbePtr>& probes) {
    const scan::VisitPlan plan{[&](const model::EndpointRecord& record) {
      return std::vector(probes.begin() + static_cast<long>(record.conversations.size()),
                         probes.end());
    }};
    model::EndpointRecord record;
    const scan::VisitContext context{loop, settings, plan, dirty, tls, *verifier};
    scan::Visit visit(context, {"mx.test", *base::IpAddress::parse("127.0.0.7"), server.port()}, "",
                      [&](model::EndpointRecord done) {
                        record = std::move(done);
                        loop.stop();
                      });
    loop.run();
    return record;
  }

  support::SmtpStub server;
  net::Loop loop;
  scan::Settings settings;
  scan::DirtyBudget dirty;
  session::TlsContexts tls;
  std::unique_ptr<session::CertificateVerifier> verifier = std::move(
      session::CertificateVerifier::create(support::make_certificate({}).certificate_pem).value());
};

TEST_CASE("a visit counts its dirty closes, and the control at its end need not wait for them") {
  Visits visits;
  std::vector<ProbePtr> probes(scan::DirtyBudget::kMost, rude());
  probes.insert(probes.begin(), plain());
  probes.push_back(probes.front());
  const auto record = visits.play(probes);
  CHECK(record.conversations.size() == probes.size());
  CHECK(record.dirty_closes() == scan::DirtyBudget::kMost);
  // A fifth would have waited.
  const base::Instant now = visits.loop.now();
  CHECK(visits.dirty.free_at(record.endpoint.ip, now, 1) > now + base::Milliseconds(60'000));
}

TEST_CASE("with a server that is ours several conversations go on at once, and none waits") {
  Visits visits(true);
  visits.settings.authorized = true;
  net::Timer* again = nullptr;
  net::Timer look(visits.loop, [&] {
    if (visits.server.open_now() < scan::Settings().conversations_at_once)
      return again->start(base::Milliseconds(5));
    CHECK(visits.server.open_now() == scan::Settings().conversations_at_once);
    visits.server.release();
  });
  again = &look;
  look.start(base::Milliseconds(5));
  const std::vector<ProbePtr> probes(3 * scan::Settings().conversations_at_once, rude());
  CHECK(visits.play(probes).conversations.size() == probes.size());
}

}  // namespace
