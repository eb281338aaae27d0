// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whole visits to port 465 in memory, against OpenSSL.
#include "model/implicit_tls.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "planning.hpp"
#include "support/tls_peer.hpp"
#include "support/whole_conversation.hpp"

namespace {

using model::Answer;
using model::Doubt;
using model::Tier;
using plan::Planner;
using planning::healthy;
using planning::planner;

using Instead = std::function<std::optional<model::Transcript>(const model::Probe&)>;

// Every probe must begin with TLS.
model::EndpointRecord visit(const Planner& planner, const support::PeerOptions& server,
                            const Instead& instead = {}) {
  model::EndpointRecord record;
  record.endpoint = {"mx.test", *base::IpAddress::parse("192.0.2.1"), model::kSubmissionsPort};
  for (auto stage = planner.next(record); !stage.empty(); stage = planner.next(record)) {
    REQUIRE(record.conversations.size() < 200);
    const model::Probe& probe = *stage.front();
    CHECK_MESSAGE(model::tls_step(probe) == &probe.steps.front(), probe.id);
    auto transcript = instead ? instead(probe) : std::nullopt;
    if (!transcript) {
      transcript = support::whole_conversation(probe, std::make_unique<support::TlsPeer>(server));
    }
    record.conversations.push_back({std::move(*transcript), std::nullopt});
  }
  planner.conclude(record);
  return record;
}

std::vector<std::string> played(const model::EndpointRecord& record) {
  std::vector<std::string> ids;
  for (const auto& conversation : record.conversations)
    ids.push_back(conversation.transcript.probe);
  return ids;
}

bool has_played(const model::EndpointRecord& record, std::string_view probe) {
  const auto ids = played(record);
  return std::find(ids.begin(), ids.end(), probe) != ids.end();
}

const model::Fact& fact(const model::EndpointRecord& record, std::string_view name) {
  const model::Fact* found = model::find_fact(record.facts, name);
  REQUIRE_MESSAGE(found != nullptr, name);
  return *found;
}

// The server says this in clear, behind our hello, and closes.
Instead in_clear(const std::string& words) {
  return [words](const model::Probe& probe) {
    support::ConversationDriver driver(probe);
    driver.connect();
    driver.say_in_clear(words);
    driver.fin();
    return driver.transcript();
  };
}

// And this inside TLS, in place of its greeting.
Instead inside_tls(const std::string& words) {
  return [words](const model::Probe& probe) {
    support::ConversationDriver driver(probe);
    driver.connect();
    driver.begin_tls(healthy());
    driver.say(words);
    if (!driver.ended()) driver.fin();
    return driver.transcript();
  };
}

TEST_CASE("port 465 in a survey: one connection, TLS first") {
  const auto record = visit(planner({Tier::survey}), healthy());
  CHECK(played(record) == std::vector<std::string>{"starttls"});
  CHECK(record.outcome->code == "quit.completed");
  CHECK(fact(record, "starttls_works").value == Answer::yes);
  CHECK(record.dirty_closes() == 0);
}

TEST_CASE("port 465 in a standard visit has the questions of TLS answered") {
  const auto record = visit(planner({Tier::standard}), healthy());
  CHECK(played(record).front() == "starttls");
  CHECK(played(record).back() == "starttls");
  CHECK(record.cut_short.empty());
  CHECK(record.dirty_closes() <= Planner::kMostDirtyInStandard);
  CHECK(fact(record, "tls1_3").value == Answer::yes);
  CHECK(fact(record, "tls1_2").value == Answer::yes);
  CHECK(fact(record, "tls1_1").value == Answer::no);
  CHECK(fact(record, "tls1_0").value == Answer::no);
  CHECK(fact(record, "ems_required").value == Answer::no);
  CHECK(fact(record, "one_identity").value == Answer::yes);
}

TEST_CASE("port 465 in an audit: what stands before TLS is not asked and has no place") {
  const auto record = visit(planner({.tier = Tier::audit, .authorized = true}), healthy());
  CHECK(record.cut_short.empty());
  CHECK(has_played(record, "shapes"));
  for (const std::string_view probe : {"starttls-rules", "tls-required", "starttls-parameter",
                                       "starttls-twice", "injection", "ssl2"})
    CHECK_FALSE_MESSAGE(has_played(record, probe), probe);
  for (const std::string_view name :
       {"starttls_offered", "starttls_accepted", "starttls_keyword_bare", "starttls_offer_steady",
        "starttls_accepts_parameter", "starttls_accepted_inside_tls", "cleartext_behind_220",
        "command_injection", "greets_inside_tls", "usable_after_454", "tls_required_inbound",
        "auth_offered_in_clear", "requiretls_offered_in_clear", "capabilities_added_by_tls",
        "capabilities_removed_by_tls"})
    CHECK_MESSAGE(fact(record, name).doubt == Doubt::not_applicable, name);
  for (const std::string_view name :
       {"greeting_code_fits", "greeting_names_host", "ehlo_accepted", "ehlo_reply_names_host",
        "ehlo_answered_inside_tls", "quit_answered", "replies_end_in_crlf", "one_reply_per_command",
        "ehlo_keywords_well_formed"})
    CHECK_MESSAGE(fact(record, name).value == Answer::yes, name);
  CHECK(fact(record, "starttls_offered_inside_tls").value == Answer::no);
}

TEST_CASE("port 465 enumerated") {
  auto server = healthy();
  server.ciphers = "ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA";
  const auto record =
      visit(planner({.tier = Tier::standard, .enumerate = true, .authorized = true}), server);
  CHECK(fact(record, "cipher_suites_tls1_2").value == Answer::yes);
  CHECK(fact(record, "cipher_suites_tls1_2").list.size() == 2);
}

TEST_CASE("port 465: an older sender is tried where the handshake is refused") {
  auto old = healthy();
  old.min_version = old.max_version = "TLSv1";
  old.ciphers = "ALL:@SECLEVEL=0";
  const auto record = visit(planner({Tier::survey}), old);
  CHECK(played(record) == std::vector<std::string>{"starttls", "starttls-legacy"});
  CHECK(fact(record, "starttls_works").value == Answer::yes);
}

TEST_CASE("port 465: a greeting in clear is an answer, and no sender fares better with it") {
  const auto record =
      visit(planner({Tier::standard}), healthy(), in_clear("220 mx.test ESMTP\r\n"));
  CHECK(played(record) == std::vector<std::string>{"starttls"});
  CHECK(record.outcome->code == "handshake.not_tls");
  CHECK(record.cut_short == "no_tls");
  CHECK(fact(record, "starttls_works").value == Answer::no);
  CHECK(fact(record, "starttls_works").seen == "220 mx.test ESMTP in clear");
  CHECK(fact(record, "cleartext_behind_220").doubt == Doubt::not_applicable);
}

TEST_CASE("port 465: who is turned away in clear, or without a word, has measured nothing") {
  const auto busy =
      visit(planner({Tier::standard}), healthy(), in_clear("421 4.7.0 Too many connections\r\n"));
  CHECK(busy.outcome->code == "banner.rate_limited");
  CHECK(fact(busy, "starttls_works").doubt == Doubt::not_measured);
  const auto mute = visit(planner({Tier::standard}), healthy(), in_clear(""));
  CHECK(mute.outcome->code == "banner.closed");
  CHECK(played(mute) == std::vector<std::string>{"starttls", "starttls-legacy"});
  CHECK(fact(mute, "starttls_works").doubt == Doubt::not_measured);
}

TEST_CASE("port 465: who is turned away inside TLS leaves the server alone") {
  const auto record =
      visit(planner({Tier::standard}), healthy(), inside_tls("421 4.7.0 Too many connections\r\n"));
  CHECK(played(record) == std::vector<std::string>{"starttls"});
  CHECK(record.outcome->code == "banner.rate_limited");
  CHECK(fact(record, "starttls_works").value == Answer::yes);
  CHECK(fact(record, "ehlo_accepted").doubt == Doubt::not_measured);
  CHECK(fact(record, "greets_inside_tls").doubt == Doubt::not_applicable);
}

TEST_CASE("port 465: a server that wants a certificate of ours has not turned us away") {
  auto strict = healthy();
  strict.request_client_certificate = strict.require_client_certificate = true;
  const auto record = visit(planner({Tier::standard}), strict);
  CHECK(record.conversations.front().outcome->code == "post_tls.certificate_required");
  CHECK(record.conversations.size() > 2);
  CHECK(fact(record, "client_certificate_required").value == Answer::yes);
}

TEST_CASE("port 465: who is put off inside TLS is given a second look") {
  plan::PlanOptions options{Tier::survey};
  options.second_looks = 1;
  const Planner with_looks = planner(options);
  auto record = visit(with_looks, healthy(), inside_tls("421 4.7.0 Too many connections\r\n"));
  CHECK(played(record) == std::vector<std::string>{"starttls", "starttls"});
  record.conversations.pop_back();
  CHECK(with_looks.rest(record) == std::chrono::minutes(10));
}

}  // namespace
