// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/scenario.hpp"

#include <doctest/doctest.h>

#include "server_text.hpp"

namespace {

using model::Delivery;
using model::Sender;
using model::Treatment;
using model::Verification;
using model::WhatIf;
using senders::Arrival;
using senders_test::sender;
using senders_test::server;

Treatment strict(Verification verifies) {
  Treatment treatment;
  treatment.verifies = verifies;
  treatment.not_offered = treatment.refused_4xx = treatment.refused_5xx = Delivery::next_mx;
  treatment.handshake_failure = treatment.certificate_failure = Delivery::next_mx;
  return treatment;
}

// In clear where TLS fails; DANE and MTA-STS where they are, and mandatory TLS where wanted.
Sender careful() {
  Sender made = sender();
  made.without_policy.handshake_failure = Delivery::clear_reconnect;
  made.dane = strict(Verification::dane);
  made.mta_sts = strict(Verification::name_and_chain);
  made.enforcing = strict(Verification::nothing);
  return made;
}

constexpr const char* kDigest = "5f1cd4e1b1b3b7d4d3c8c7e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1";

enum class Tlsa { none, fits, wrong, not_asked };

model::Exchange host(Tlsa tlsa) {
  model::Exchange exchange;
  exchange.name = "mx.example.test";
  exchange.preference = 10;
  exchange.authenticated = true;
  exchange.endpoint_ids = {"mx.example.test/192.0.2.1:25"};
  model::TlsaLookup lookup;
  lookup.status = tlsa == Tlsa::not_asked ? "" : tlsa == Tlsa::none ? "NO_ANSWER" : "NOERROR";
  lookup.authenticated = true;
  lookup.name = "_25._tcp.mx.example.test";
  if (tlsa == Tlsa::fits) lookup.records.push_back({3, 1, 1, *base::unhex(kDigest)});
  if (tlsa == Tlsa::wrong) lookup.records.push_back({3, 1, 1, std::string(32, '\0')});
  exchange.tlsa = lookup;
  return exchange;
}

senders::DomainView domain(Tlsa tlsa, std::string_view but = {}) {
  senders::DomainView view;
  view.domain = "example.test";
  view.mx_lookup = "NOERROR";
  view.mx_status = "has_mx";
  view.authenticated = true;
  const std::string words =
      std::string(but) + " certificate_digests=1:1/0#1#1#" + std::string(kDigest);
  view.hosts.push_back({host(tlsa), {std::make_shared<const senders::Server>(server(words))}});
  return view;
}

Delivery arrives(const senders::DomainView& view, const Sender& sender,
                 std::optional<WhatIf> what_if = std::nullopt) {
  return senders::arrival_of(view, sender, what_if).delivery;
}

TEST_CASE("TLSA records that fit prove the server, and others keep mail away") {
  CHECK(arrives(domain(Tlsa::none), careful()) == Delivery::tls_unauth);
  CHECK(arrives(domain(Tlsa::fits), careful()) == Delivery::tls_auth);
  const Arrival wrong = senders::arrival_of(domain(Tlsa::wrong), careful(), std::nullopt);
  CHECK(wrong.delivery == Delivery::defer_until_expiry);
  CHECK(wrong.tlsrpt_result == "tlsa-invalid");
  CHECK(arrives(domain(Tlsa::wrong), sender()) == Delivery::tls_unauth);  // it does not look
}

TEST_CASE("behind an MX answer without proof most do not look, and who does proves nothing") {
  senders::DomainView unsigned_mx = domain(Tlsa::wrong);
  unsigned_mx.authenticated = false;
  Sender eager = careful();
  eager.dane->insecure_mx = true;
  CHECK(arrives(unsigned_mx, careful()) == Delivery::tls_unauth);
  CHECK(arrives(unsigned_mx, eager) == Delivery::defer_until_expiry);
  senders::DomainView fitting = domain(Tlsa::fits);
  fitting.authenticated = false;
  CHECK(arrives(fitting, eager) == Delivery::tls_unauth);
}

TEST_CASE("where nobody looked for TLSA records it is not known, if they would matter") {
  CHECK(arrives(domain(Tlsa::not_asked), careful()) == Delivery::unknown);
  Sender always_proves = careful();
  always_proves.without_policy = strict(Verification::name_and_chain);
  // Records that do not fit are one of the possibilities.
  CHECK(arrives(domain(Tlsa::not_asked), always_proves) == Delivery::unknown);
}

TEST_CASE("what is stricter for the sender delivers nothing that was not delivered") {
  for (const Tlsa tlsa : {Tlsa::none, Tlsa::fits, Tlsa::wrong}) {
    for (const char* but : {"", "tls1_3=no tls1_2=no", "certificate_trusted=no"}) {
      CAPTURE(but);
      const senders::DomainView view = domain(tlsa, but);
      if (arrives(view, careful()) != Delivery::defer_until_expiry) continue;
      for (const WhatIf stricter : {WhatIf::sender_enforces, WhatIf::mta_sts_enforce})
        CHECK(arrives(view, careful(), stricter) == Delivery::defer_until_expiry);
    }
  }
}

TEST_CASE("what if") {
  const senders::DomainView old = domain(Tlsa::none, "tls1_3=no tls1_2=no");
  CHECK(arrives(old, careful()) == Delivery::clear_reconnect);
  CHECK(arrives(old, careful(), WhatIf::sender_enforces) == Delivery::defer_until_expiry);
  CHECK(arrives(old, careful(), WhatIf::mta_sts_enforce) == Delivery::defer_until_expiry);
  CHECK(arrives(old, careful(), WhatIf::tlsa) == Delivery::defer_until_expiry);
  CHECK(arrives(old, sender(), WhatIf::tlsa) == arrives(old, sender()));
  const senders::DomainView good = domain(Tlsa::none);
  CHECK(arrives(good, careful(), WhatIf::mta_sts_enforce) == Delivery::tls_auth);
  CHECK(arrives(good, careful(), WhatIf::tlsa) == Delivery::tls_auth);
  CHECK(arrives(good, careful(), WhatIf::expires_tomorrow) == Delivery::tls_unauth);
  // Names and dates do not matter to DANE-EE(3).
  CHECK(arrives(domain(Tlsa::fits), careful(), WhatIf::expires_tomorrow) == Delivery::tls_auth);
  Sender tls12 = careful();
  tls12.hello.tls.versions = {0x0303};
  CHECK(arrives(good, tls12, WhatIf::tls1_2_off) == Delivery::clear_reconnect);
  // Who has no TLS 1.3 has nothing to switch off.
  CHECK(arrives(domain(Tlsa::none, "tls1_3=no"), tls12, WhatIf::tls1_2_off) ==
        Delivery::tls_unauth);
}

// ---- MTA-STS ------------------------------------------------------------------------------------

using State = senders::MtaStsPolicy::State;

senders::DomainView under(wire::MtaStsMode mode, const std::string& pattern,
                          std::string_view but = {}) {
  senders::DomainView view = domain(Tlsa::none, but);
  view.mta_sts.state = State::read;
  view.mta_sts.policy = {mode, {pattern}, 604'800};
  return view;
}
constexpr const char* kOld = "tls1_3=no tls1_2=no";

TEST_CASE("an announced MTA-STS policy that was not read is a doubt where it would matter") {
  senders::DomainView announced = domain(Tlsa::none);
  announced.mta_sts = {State::not_read, "mta_sts_record", "it was not read", {}};
  const Arrival careful_one = senders::arrival_of(announced, careful(), std::nullopt);
  CHECK(careful_one.delivery == Delivery::unknown);
  CHECK(careful_one.hurdle.property == "mta_sts_record");
  CHECK(careful_one.hurdle.reason == "it was not read");
  CHECK(arrives(announced, sender()) == Delivery::tls_unauth);
}

TEST_CASE("under an MTA-STS policy that enforces, a host that is named is held to it") {
  using wire::MtaStsMode;
  CHECK(arrives(under(MtaStsMode::enforce, "mx.example.test"), careful()) == Delivery::tls_auth);
  CHECK(arrives(under(MtaStsMode::enforce, "*.example.test"), careful()) == Delivery::tls_auth);
  const Arrival old = senders::arrival_of(under(MtaStsMode::enforce, "mx.example.test", kOld),
                                          careful(), std::nullopt);
  CHECK(old.delivery == Delivery::defer_until_expiry);
  CHECK(old.tlsrpt_result == "validation-failure");
  // Who does not look at policies goes on as ever.
  CHECK(arrives(under(MtaStsMode::enforce, "mx.example.test", kOld), sender()) ==
        arrives(domain(Tlsa::none, kOld), sender()));
}

TEST_CASE("a host that an enforced MTA-STS policy does not name gets no mail") {
  senders::DomainView view = under(wire::MtaStsMode::enforce, "mx2.example.test");
  const Arrival none = senders::arrival_of(view, careful(), std::nullopt);
  CHECK(none.delivery == Delivery::defer_until_expiry);
  CHECK(none.hurdle.property == "mta_sts_covers_every_mx");
  CHECK(none.tlsrpt_result == "validation-failure");
  CHECK(arrives(view, sender()) == Delivery::tls_unauth);
  // The next one that it names does.
  view.hosts.push_back(view.hosts.front());
  view.hosts.back().exchange.name = "mx2.example.test";
  view.hosts.back().exchange.preference = 20;
  view.hosts.back().exchange.endpoint_ids = {"mx2.example.test/192.0.2.2:25"};
  const Arrival next = senders::arrival_of(view, careful(), std::nullopt);
  CHECK(next.delivery == Delivery::tls_auth);
  CHECK(next.endpoint_id == "mx2.example.test/192.0.2.2:25");
}

TEST_CASE("TLSA records come first: what they forbid, MTA-STS does not permit") {
  for (const Tlsa tlsa : {Tlsa::fits, Tlsa::wrong}) {
    senders::DomainView view = domain(tlsa);
    view.mta_sts.state = State::read;
    view.mta_sts.policy = {wire::MtaStsMode::enforce, {"mx.example.test"}, 604'800};
    CHECK(arrives(view, careful()) == arrives(domain(tlsa), careful()));
  }
}

TEST_CASE("TLSA records that nobody asked for do not matter where MTA-STS keeps mail away anyhow") {
  senders::DomainView view = domain(Tlsa::not_asked, kOld);
  CHECK(arrives(view, careful()) == Delivery::unknown);
  view.mta_sts.state = State::read;
  view.mta_sts.policy = {wire::MtaStsMode::enforce, {"mx.example.test"}, 604'800};
  CHECK(arrives(view, careful()) == Delivery::defer_until_expiry);
}

TEST_CASE("in the modes testing and none mail goes on as without a policy") {
  for (const wire::MtaStsMode mode : {wire::MtaStsMode::testing, wire::MtaStsMode::none}) {
    for (const char* pattern : {"mx.example.test", "mx2.example.test"}) {
      CHECK(arrives(under(mode, pattern), careful()) == Delivery::tls_unauth);
      CHECK(arrives(under(mode, pattern, kOld), careful()) == Delivery::clear_reconnect);
      CHECK(arrives(under(mode, pattern), careful(), WhatIf::mta_sts_enforce) ==
            Delivery::tls_auth);
    }
  }
}

TEST_CASE("in mode testing what would have failed is reported") {
  const auto reported = [](wire::MtaStsMode mode, const char* pattern, std::string_view but) {
    return senders::arrival_of(under(mode, pattern, but), careful(), std::nullopt).tlsrpt_result;
  };
  using wire::MtaStsMode;
  CHECK(reported(MtaStsMode::testing, "mx.example.test", "").empty());
  CHECK(reported(MtaStsMode::testing, "mx2.example.test", "") == "validation-failure");
  CHECK(reported(MtaStsMode::testing, "mx.example.test", "certificate_trusted=no") ==
        "certificate-not-trusted");
  CHECK(reported(MtaStsMode::none, "mx2.example.test", "certificate_trusted=no").empty());
}

TEST_CASE("a policy that cannot be used is told of where it would have made a difference") {
  const auto with_unusable = [](std::string_view but) {
    senders::DomainView view = domain(Tlsa::none, but);
    view.mta_sts = {State::unusable, "mta_sts_policy_fetched", "it is redirected", {}};
    return view;
  };
  const Arrival fine = senders::arrival_of(with_unusable({}), careful(), std::nullopt);
  CHECK(fine.delivery == Delivery::tls_unauth);
  CHECK(fine.hurdle.property == "mta_sts_policy_fetched");
  CHECK(fine.hurdle.reason == "it is redirected");
  const Arrival old = senders::arrival_of(with_unusable(kOld), careful(), std::nullopt);
  const Arrival without = senders::arrival_of(domain(Tlsa::none, kOld), careful(), std::nullopt);
  CHECK(old.delivery == Delivery::clear_reconnect);
  CHECK(old.hurdle.property == without.hurdle.property);
  CHECK(old.hurdle.reason == without.hurdle.reason + "; it is redirected");
  Sender strict_anyway = careful();
  strict_anyway.without_policy = strict(Verification::name_and_chain);
  CHECK(senders::arrival_of(with_unusable({}), strict_anyway, std::nullopt).hurdle.reason.empty());
  CHECK(senders::arrival_of(with_unusable({}), sender(), std::nullopt).hurdle.reason.empty());
}

TEST_CASE("a domain without servers") {
  senders::DomainView none;
  none.mx_status = "null_mx";
  CHECK(arrives(none, careful()) == Delivery::bounce);
  none.mx_status = "unknown";
  none.mx_lookup = "SERVFAIL";
  const Arrival failed = senders::arrival_of(none, careful(), std::nullopt);
  CHECK(failed.delivery == Delivery::unknown);
  CHECK(failed.hurdle.property == "mx_answered");
}

}  // namespace
