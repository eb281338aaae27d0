// SPDX-License-Identifier: GPL-3.0-or-later
//
// Visits to port 465, where TLS comes first (RFC 8314 section 3.3).
#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "facts/facts.hpp"
#include "model/endpoint.hpp"
#include "visit.hpp"

namespace {

using model::Answer;
using model::Doubt;
using test::Visit;

// What the visit had in clear was never said: TLS came first.
Visit& tls_first(Visit& visit) {
  visit.record.endpoint.port = model::kSubmissionsPort;
  auto& events = visit.last().events;
  events.erase(std::remove_if(events.begin(), events.end(),
                              [](const model::Event& event) { return !event.inside_tls; }),
               events.end());
  return visit;
}

// The words of a step inside TLS.
Visit& says_inside(Visit& visit, const std::string& step, const std::string& raw) {
  wire::SmtpReplyReader reader;
  reader.feed(raw);
  visit.last().events.push_back({step, {}, true, model::Replied{reader.take()}});
  return visit;
}

Visit& conversation(Visit& visit, const std::string& greeting) {
  tls_first(visit.plain());
  visit.last().events.clear();
  says_inside(visit, "greeting", greeting);
  return says_inside(visit, "ehlo-again-reply", "250-mx.test\r\n250 AUTH PLAIN\r\n");
}

TEST_CASE("the greeting inside implicit TLS is no greeting too many") {
  Visit visit;
  conversation(visit, "220 mx.test ESMTP\r\n");
  CHECK(visit.fact("greets_inside_tls").doubt == Doubt::not_applicable);
  CHECK(visit.fact("one_reply_per_command").value == Answer::yes);
  CHECK(visit.fact("greeting_names_host").seen == "mx.test");
  CHECK(visit.fact("ehlo_accepted").value == Answer::yes);
  CHECK(visit.fact("starttls_works").value == Answer::yes);
  CHECK(visit.fact("starttls_offered").doubt == Doubt::not_applicable);
}

TEST_CASE("a second greeting inside implicit TLS is one reply too many") {
  Visit visit;
  tls_first(visit.plain());
  visit.last().events.clear();
  says_inside(visit, "greeting", "220 mx.test ESMTP\r\n");
  says_inside(visit, "ehlo-again-reply", "220 inner.test ESMTP\r\n");
  CHECK(visit.fact("one_reply_per_command").value == Answer::no);
  CHECK(visit.fact("greets_inside_tls").doubt == Doubt::not_applicable);
}

TEST_CASE("servers are told apart by their greetings inside TLS") {
  Visit one;
  conversation(one, "220 mx.test ESMTP\r\n");
  conversation(one, "220 mx.test ESMTP\r\n");
  CHECK(one.fact("one_identity").value == Answer::yes);
  Visit farm;
  conversation(farm, "220 mx1.test ESMTP\r\n");
  conversation(farm, "220 mx2.test ESMTP\r\n");
  CHECK(farm.fact("one_identity").value == Answer::no);
}

TEST_CASE("a greeting that turns us away shows that TLS 1.3 works all the same") {
  Visit visit;
  tls_first(visit.plain());
  visit.last().events.clear();
  CHECK(visit.fact("starttls_works").value == Answer::unknown);  // the server has not said a word
  says_inside(visit, "greeting", "421 4.7.0 Too many connections\r\n");
  CHECK(visit.fact("starttls_works").value == Answer::yes);
  CHECK(visit.fact("ehlo_accepted").doubt == Doubt::not_measured);
}

TEST_CASE("alerts to both senders are a no, a connection closed without a word is none") {
  Visit alerts;
  tls_first(alerts.refused("starttls"));
  tls_first(alerts.refused("starttls-legacy"));
  CHECK(alerts.fact("starttls_works").value == Answer::no);
  Visit silent;
  for (int i = 0; i < 2; ++i) {
    tls_first(silent.dropped("starttls"));
    tls_first(silent.dropped("starttls-legacy"));
  }
  CHECK(silent.fact("starttls_works").doubt == Doubt::not_measured);
}

TEST_CASE("clear text in the place of TLS: a greeting is a no, a refusal is about us") {
  const auto in_clear = [](const char* words) {
    Visit visit;
    tls_first(visit.dropped("starttls", model::End::not_tls))
        .stray(model::Stray::Kind::cleartext_after_220, words);
    return visit;
  };
  const auto greeted = in_clear("220 mx.test ESMTP\r\n");
  CHECK(greeted.fact("starttls_works").value == Answer::no);
  CHECK(greeted.fact("starttls_works").seen == "220 mx.test ESMTP in clear");
  CHECK(greeted.fact("cleartext_behind_220").doubt == Doubt::not_applicable);
  const auto refused = in_clear("554 5.7.1 Go away\r\n");
  CHECK(refused.fact("starttls_works").doubt == Doubt::not_measured);
}

TEST_CASE("a server that was asked in clear and offered STARTTLS did so, whatever the port") {
  Visit visit;
  visit.plain();
  visit.record.endpoint.port = model::kSubmissionsPort;
  CHECK(visit.fact("starttls_offered").value == Answer::yes);
}

TEST_CASE("nothing was asked where nothing was said") {
  Visit visit;
  visit.record.endpoint.port = model::kSubmissionsPort;
  CHECK(visit.fact("starttls_offered").doubt == Doubt::not_asked);
}

}  // namespace
