// SPDX-License-Identifier: GPL-3.0-or-later
//
// What dialogues cannot show: certificates, DNS and our own end. Everything else is in
// tests/dialogues, each of which states its outcome.
#include "outcome/classify.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "outcome/codes.hpp"

namespace {

using model::Conversation;
using model::End;
using model::Stage;

wire::SmtpReply reply(const std::string& raw) {
  wire::SmtpReplyReader reader;
  reader.feed(raw);
  REQUIRE(reader.complete());
  return reader.take();
}

Conversation ended(End end, Stage stage) {
  Conversation conversation;
  conversation.transcript.end = end;
  conversation.transcript.stage = stage;
  return conversation;
}

void replied(Conversation& conversation, const std::string& step, const std::string& raw) {
  conversation.transcript.events.push_back({step, {}, false, model::Replied{reply(raw)}});
}

bool also(const model::Outcome& outcome, std::string_view code) {
  return std::find(outcome.also.begin(), outcome.also.end(), code) != outcome.also.end();
}

TEST_CASE("every end at every stage has a code that is in the table") {
  for (int end = 0; end <= static_cast<int>(End::cancelled); ++end) {
    for (int stage = 0; stage <= static_cast<int>(Stage::quit); ++stage) {
      const Conversation conversation = ended(static_cast<End>(end), static_cast<Stage>(stage));
      const model::Outcome outcome = outcome::outcome_of(conversation);
      CAPTURE(end);
      CAPTURE(stage);
      CAPTURE(outcome.code);
      REQUIRE(outcome::find_code(outcome.code) != nullptr);
      // A failure is never a lack of STARTTLS.
      CHECK((outcome.code == "starttls.not_offered") ==
            (conversation.transcript.end == End::not_offered && stage > 0));
    }
  }
}

TEST_CASE("our own end and our own machine are nobody's fault but ours") {
  CHECK(outcome::outcome_of(ended(End::cancelled, Stage::handshake)).code == "run.interrupted");
  const auto local = outcome::outcome_of(ended(End::local_failure, Stage::connect));
  CHECK(local.code == "connect.local_failure");
  CHECK(local.measurability == model::Measurability::vantage);
  CHECK(outcome::outcome_of(ended(End::connect_failed, Stage::connect)).code == "connect.failed");
}

TEST_CASE("what is wrong with a certificate stands beside a handshake that worked") {
  Conversation conversation = ended(End::completed, Stage::quit);
  conversation.validation = {{"expired", "untrusted_issuer", "path_length"}, false};
  const auto outcome = outcome::outcome_of(conversation);
  CHECK(outcome.code == "quit.completed");
  for (const auto code : {"certificate.expired", "certificate.untrusted_issuer",
                          "certificate.invalid", "certificate.host_mismatch"}) {
    CAPTURE(code);
    CHECK(also(outcome, code));
  }
  conversation.validation = {{"self_signed", "not_yet_valid"}, true};
  CHECK(outcome::outcome_of(conversation).also ==
        std::vector<std::string>{"certificate.self_signed", "certificate.not_yet_valid"});
}

TEST_CASE("an alert is named in the style of TLS reports, with who sent it") {
  Conversation conversation = ended(End::handshake_failed, Stage::handshake);
  conversation.transcript.tls.emplace();
  conversation.transcript.tls->alerts = {{{1, 112}, true}, {{2, 40}, true}};
  const auto theirs = outcome::outcome_of(conversation);
  CHECK(theirs.code == "handshake.alert");
  CHECK(theirs.tlsrpt_reason == "tls-remote-alert-40-handshake-failure");
  CHECK(theirs.alert->from_server);
  conversation.transcript.tls->alerts = {{{2, 71}, false}};
  const auto ours = outcome::outcome_of(conversation);
  CHECK(ours.code == "handshake.client_alert");
  CHECK(ours.attribution == model::Attribution::client);
  CHECK(ours.tlsrpt_reason == "tls-local-alert-71-insufficient-security");
}

TEST_CASE("the reply that decided is quoted, and not the farewell") {
  Conversation conversation = ended(End::not_positive, Stage::starttls);
  replied(conversation, "starttls-reply", "454 4.7.0 odd words here\r\n");
  replied(conversation, "quit-reply", "221 2.0.0 Bye\r\n");
  const auto outcome = outcome::outcome_of(conversation);
  CHECK(outcome.measurability == model::Measurability::transient);
  CHECK(outcome.smtp_code == 454);
  CHECK(outcome.enhanced_code == "4.7.0");
  CHECK(outcome.words == "4.7.0 odd words here");
}

TEST_CASE("a list without STARTTLS in which it was crossed out was not the server's") {
  Conversation conversation = ended(End::not_offered, Stage::ehlo);
  replied(conversation, "greeting", "220 ***************************\r\n");
  replied(conversation, "ehlo-reply", "250-mx.test\r\n250-SIZE\r\n250 XXXXXXXA\r\n");
  const auto outcome = outcome::outcome_of(conversation);
  CHECK(outcome.code == "starttls.stripped");
  CHECK(outcome.attribution == model::Attribution::path);
  CHECK(also(outcome, "banner.masked"));
}

}  // namespace
