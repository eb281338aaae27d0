// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/encounter.hpp"

#include <doctest/doctest.h>

#include "server_text.hpp"

namespace {

using model::Delivery;
using model::Measurability;
using model::Sender;
using model::Treatment;
using model::Verification;
using senders::Encounter;
using senders_test::outcome_of;
using senders_test::sender;
using senders_test::server;

// A different answer to every failure, so that they cannot be confused.
Treatment telling() {
  Treatment treatment;
  treatment.not_offered = Delivery::clear_same_session;
  treatment.refused_4xx = Delivery::clear_reconnect;
  treatment.refused_5xx = Delivery::bounce;
  treatment.starttls_broken = Delivery::clear_after_age;
  treatment.handshake_failure = Delivery::defer_until_expiry;
  treatment.certificate_failure = Delivery::next_mx;
  return treatment;
}

Encounter meet(const senders::Server& server, const Treatment& treatment = telling(),
               std::string_view domain = {}) {
  return senders::encounter(server, sender(), {treatment, {}, domain});
}

Delivery delivery(const senders::Server& server, const Treatment& treatment = telling()) {
  return meet(server, treatment).delivery;
}

TEST_CASE("each failure has its own treatment") {
  CHECK(delivery(server()) == Delivery::tls_unauth);
  CHECK(delivery(server("starttls_offered=no", outcome_of("starttls.not_offered"))) ==
        Delivery::clear_same_session);
  CHECK(delivery(server("starttls_works=no starttls_accepted=unknown",
                        outcome_of("starttls.tls_unavailable", Measurability::transient))) ==
        Delivery::clear_reconnect);
  CHECK(delivery(server("starttls_works=no starttls_accepted=no",
                        outcome_of("starttls.permanent"))) == Delivery::bounce);
  CHECK(delivery(server("starttls_works=no starttls_accepted=unknown",
                        outcome_of("starttls.closed"))) == Delivery::clear_after_age);
  CHECK(delivery(server("tls1_3=no tls1_2=no tls1_0", outcome_of("handshake.alert"))) ==
        Delivery::defer_until_expiry);
}

TEST_CASE("what the server said to us alone is no failure") {
  for (const char* code : {"banner.blocked", "banner.greylisted", "ehlo.identity", "banner.timeout",
                           "banner.permanent", "starttls.rate_limited", "starttls.timeout",
                           "connect.unreachable", "connect.local_failure"}) {
    CAPTURE(code);
    const auto measurability = std::string_view(code).starts_with("connect")
                                   ? Measurability::vantage
                                   : Measurability::transient;
    const Encounter met = meet(server("starttls_works=unknown starttls_accepted=unknown",
                                      outcome_of(code, measurability)));
    CHECK(met.delivery == Delivery::unknown);
    CHECK_FALSE(met.hurdle.reason.empty());
  }
  CHECK(delivery(server("starttls_offered=unknown", outcome_of("starttls.intermittent"))) ==
        Delivery::unknown);
}

TEST_CASE(
    "a server that refuses connections is passed over; one that is silent may have heard us") {
  CHECK(delivery(server("", outcome_of("connect.refused"))) == Delivery::next_mx);
  CHECK(delivery(server("", outcome_of("connect.timeout", Measurability::transient))) ==
        Delivery::unknown);
  CHECK_FALSE(meet(server("", outcome_of("connect.refused"))).in_session);
}

TEST_CASE("a greeting with 5xx is for good") {
  const Encounter greeted = meet(server("", outcome_of("banner.no_mail_here")));
  CHECK(greeted.delivery == Delivery::next_mx);
  CHECK(greeted.for_good);
}

TEST_CASE("who knows no EHLO has no STARTTLS") {
  CHECK(delivery(server("starttls_offered=unknown ehlo_accepted=no",
                        outcome_of("ehlo.not_implemented"))) == Delivery::clear_same_session);
}

TEST_CASE("a certificate is worth what the sender looks at") {
  Treatment chain = telling();
  chain.verifies = Verification::name_and_chain;
  CHECK(delivery(server(), chain) == Delivery::tls_auth);
  const Encounter expired = meet(server("certificate_in_dates=no certificate_trusted=no"), chain);
  CHECK(expired.delivery == Delivery::next_mx);
  CHECK(expired.tlsrpt_result == "certificate-expired");
  CHECK(meet(server("certificate_names_mx_host=no"), chain).tlsrpt_result ==
        "certificate-host-mismatch");
  CHECK(meet(server("certificate_trusted=no"), chain).tlsrpt_result == "certificate-not-trusted");
  CHECK(delivery(server("certificate_trusted=unknown"), chain) == Delivery::unknown);
  chain.certificate_failure = Delivery::tls_unauth;
  CHECK(delivery(server("certificate_trusted=no"), chain) == Delivery::tls_unauth);
  CHECK(delivery(server("certificate_trusted=no")) == Delivery::tls_unauth);  // it does not look
}

TEST_CASE("the name of the domain, or of a host below it") {
  Treatment domain = telling();
  domain.verifies = Verification::domain_and_chain;
  CHECK(meet(server(), domain, "example.test").delivery == Delivery::tls_auth);
  CHECK(meet(server(), domain, "mx.example.test").delivery == Delivery::tls_auth);
  CHECK(meet(server(), domain, "ample.test").delivery == Delivery::next_mx);
  CHECK(meet(server(), domain, "other.test").hurdle.property == "certificate_names_domain");
  CHECK(meet(server(), domain).delivery == Delivery::unknown);
}

TEST_CASE("TLSA records are what they were found to be") {
  Treatment dane = telling();
  dane.verifies = Verification::dane;
  const auto with = [&](senders::Hurdle found) {
    return senders::encounter(server("certificate_trusted=no"), sender(), {dane, found, {}});
  };
  CHECK(with(senders::Hurdle::none()).delivery == Delivery::tls_auth);
  const Encounter wrong = with(senders::Hurdle::fails("tlsa_published", "none matches"));
  CHECK(wrong.delivery == Delivery::next_mx);
  CHECK(wrong.tlsrpt_result == "tlsa-invalid");
  CHECK(with(senders::Hurdle::open("tlsa_published", "two chains")).delivery == Delivery::unknown);
}

TEST_CASE("TLS that no mail goes through") {
  Treatment treatment = telling();
  CHECK(delivery(server("ehlo_answered_inside_tls=no"), treatment) == Delivery::unknown);
  treatment.session_failure = Delivery::clear_after_age;
  CHECK(delivery(server("ehlo_answered_inside_tls=no"), treatment) == Delivery::clear_after_age);
  CHECK(delivery(server("", outcome_of("post_tls.closed")), treatment) ==
        Delivery::clear_after_age);
  CHECK(delivery(server("", outcome_of("post_tls.timeout", Measurability::transient)), treatment) ==
        Delivery::unknown);
  // In TLS 1.3 the server says so behind the handshake, before that in it.
  CHECK(delivery(server("client_certificate_required"), treatment) == Delivery::clear_after_age);
  CHECK(delivery(server("client_certificate_required tls1_3=no"), treatment) ==
        Delivery::defer_until_expiry);
  Sender without_tls13 = sender();
  without_tls13.hello.tls.versions = {0x0303};
  CHECK(senders::encounter(server("client_certificate_required"), without_tls13, {treatment})
            .delivery == Delivery::defer_until_expiry);
}

TEST_CASE("a certificate without a DNS name, and one that is not for servers") {
  Treatment chain = telling();
  chain.verifies = Verification::name_and_chain;
  CHECK(delivery(server("certificate_names_mx_host=no certificate_has_dns_names=no"), chain) ==
        Delivery::unknown);
  CHECK(meet(server("extended_key_usage_fits=no"), chain).hurdle.property ==
        "extended_key_usage_fits");
  chain.accepts = model::Acceptance{};
  chain.accepts->extended_key_usage = false;
  CHECK(delivery(server("extended_key_usage_fits=no"), chain) == Delivery::tls_auth);
}

}  // namespace
