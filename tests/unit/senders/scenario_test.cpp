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

TEST_CASE("an announced MTA-STS policy that was not read is a doubt where it would matter") {
  senders::DomainView announced = domain(Tlsa::none);
  announced.announces_mta_sts = true;
  CHECK(arrives(announced, careful()) == Delivery::unknown);
  CHECK(arrives(announced, sender()) == Delivery::tls_unauth);
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
