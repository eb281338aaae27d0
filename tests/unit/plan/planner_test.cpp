// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whole visits in memory, planned and played against OpenSSL.
#include "plan/planner.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include <doctest/doctest.h>

#include "plan/questions.hpp"
#include "planning.hpp"
#include "support/tls_peer.hpp"
#include "support/whole_conversation.hpp"

namespace {

using model::Answer;
using model::Doubt;
using model::Tier;
using plan::Planner;
using planning::catalogue;
using planning::healthy;
using planning::planner;

// Called with what is played next and how many were; may answer in the server's place.
using Instead = std::function<std::optional<model::Transcript>(const model::Probe&, std::size_t)>;

model::EndpointRecord visit(const Planner& planner, const support::PeerOptions& server,
                            const Instead& instead = {}) {
  model::EndpointRecord record;
  record.endpoint = {"mx.test", *base::IpAddress::parse("192.0.2.1"), 25};
  for (auto stage = planner.next(record); !stage.empty(); stage = planner.next(record)) {
    REQUIRE(record.conversations.size() < 200);
    auto transcript = instead ? instead(*stage.front(), record.conversations.size()) : std::nullopt;
    if (!transcript) {
      transcript =
          support::whole_conversation(*stage.front(), std::make_unique<support::TlsPeer>(server));
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

Answer answer(const model::EndpointRecord& record, std::string_view name) {
  const model::Fact* fact = model::find_fact(record.facts, name);
  REQUIRE_MESSAGE(fact != nullptr, name);
  return fact->value;
}

std::optional<model::Transcript> ended(const model::Probe& probe, model::End end,
                                       model::Stage stage) {
  model::Transcript transcript;
  transcript.probe = probe.id;
  transcript.connected_after = base::Milliseconds(1);
  transcript.end = end;
  transcript.stage = stage;
  return transcript;
}

TEST_CASE("a survey of a healthy server is one connection") {
  const auto record = visit(planner({Tier::survey}), healthy());
  CHECK(played(record) == std::vector<std::string>{"starttls"});
  CHECK(record.cut_short.empty());
}

TEST_CASE("a survey plays the legacy probe where the plain handshake is refused") {
  auto old = healthy();
  old.min_version = old.max_version = "TLSv1";
  old.ciphers = "ALL:@SECLEVEL=0";
  const auto record = visit(planner({Tier::survey}), old);
  CHECK(played(record) == std::vector<std::string>{"starttls", "starttls-legacy"});
}

TEST_CASE("a standard visit answers its questions in ten connections, four of them dirty") {
  const auto record = visit(planner({Tier::standard}), healthy());
  CAPTURE(played(record).size());
  CHECK(record.conversations.size() <= Planner::kMostInStandard);
  CHECK(record.dirty_closes() <= Planner::kMostDirtyInStandard);
  CHECK(played(record).front() == "starttls");
  CHECK(played(record).back() == "starttls");
  CHECK(record.cut_short.empty());
  CHECK(answer(record, "tls1_0") == Answer::no);
  CHECK(answer(record, "tls1_1") == Answer::no);
  CHECK(answer(record, "tls1_2") == Answer::yes);
  CHECK(answer(record, "tls1_3") == Answer::yes);
  CHECK(answer(record, "ems_echoed") == Answer::yes);
  CHECK(answer(record, "ems_required") == Answer::no);
  CHECK(answer(record, "kx_static_rsa") == Answer::yes);
  CHECK(answer(record, "group_x25519mlkem768") == Answer::no);
  CHECK(answer(record, "sni_required") == Answer::no);
  CHECK(answer(record, "large_hello_tolerated") == Answer::yes);
  CHECK(answer(record, "split_segments_tolerated") == Answer::yes);
  for (const std::string_view name : {"key_usage_fits_tls1_2", "key_usage_fits_tls1_3",
                                      "key_usage_fits_static_rsa", "wolfssl_accepts_key_usage"})
    CHECK(answer(record, name) == Answer::yes);
}

TEST_CASE("static RSA refused, and still within the limits") {
  auto strict = healthy();
  strict.ciphers = "ECDHE";
  const auto record = visit(planner({Tier::standard}), strict);
  CHECK(record.conversations.size() <= Planner::kMostInStandard);
  CHECK(record.dirty_closes() <= Planner::kMostDirtyInStandard);
  CHECK(answer(record, "kx_static_rsa") == Answer::no);
  CHECK(record.cut_short.empty());
}

TEST_CASE("a server of TLS 1.2 alone is not asked for post-quantum groups") {
  auto old = healthy();
  old.max_version = "TLSv1.2";
  const auto record = visit(planner({Tier::standard}), old);
  const auto ids = played(record);
  CHECK(std::count(ids.begin(), ids.end(), "tls13") == 1);
  CHECK(answer(record, "tls1_3") == Answer::no);
  CHECK(record.conversations.size() <= Planner::kMostInStandard);
}

TEST_CASE("what is asked together is taken apart when it fails") {
  auto picky = healthy();
  picky.without_server_name = support::PeerOptions::NoName::alert;
  const auto record = visit(planner({Tier::standard}), picky);
  const auto ids = played(record);
  CHECK(std::count(ids.begin(), ids.end(), "tls12-no-ems-no-sni") == 1);
  CHECK(std::count(ids.begin(), ids.end(), "tls12-no-ems") == 1);
  CHECK(std::count(ids.begin(), ids.end(), "no-sni") == 1);
  CHECK(answer(record, "sni_required") == Answer::yes);
  CHECK(answer(record, "ems_required") == Answer::no);
}

TEST_CASE("an audit asks everything in 25 connections, and ends with the control") {
  const auto record = visit(planner({Tier::audit}), healthy());
  CHECK(record.conversations.size() <= Planner::kMostInAudit);
  CHECK(played(record).back() == "starttls");
  CHECK(record.cut_short.empty());
  for (const plan::Question& question : plan::questions()) {
    for (const std::string_view name : question.facts) {
      CAPTURE(name);
      const model::Fact* fact = model::find_fact(record.facts, name);
      REQUIRE(fact != nullptr);
      CHECK(fact->doubt != Doubt::not_asked);
      CHECK(fact->doubt != Doubt::no_control);
    }
  }
}

// Offered STARTTLS, and then this step of ours was followed by that reply, or, where it is empty,
// by the end of the connection.
std::optional<model::Transcript> turned_away_at(const model::Probe& probe, const std::string& step,
                                                const std::string& reply) {
  auto transcript = ended(probe, reply.empty() ? model::End::peer_closed : model::End::not_positive,
                          model::Stage::starttls);
  const auto replied = [&transcript](const std::string& name, const std::string& raw) {
    wire::SmtpReplyReader reader;
    reader.feed(raw);
    transcript->events.push_back({name, {}, false, model::Replied{reader.take()}});
  };
  replied("greeting", "220 mx.test ESMTP\r\n");
  replied("ehlo-reply", "250-mx.test\r\n250 STARTTLS\r\n");
  transcript->events.push_back({step, {}, false, model::Sent{step}});
  if (!reply.empty()) replied(step + "-reply", reply);
  return transcript;
}

TEST_CASE("what one connection can ask about STARTTLS is asked on one") {
  const auto ids = played(visit(planner({Tier::audit}), healthy()));
  CHECK(std::count(ids.begin(), ids.end(), "starttls-rules") == 1);
  CHECK(std::count(ids.begin(), ids.end(), "injection") == 1);
  for (const char* const apart : {"tls-required", "starttls-parameter", "starttls-twice"})
    CHECK(std::count(ids.begin(), ids.end(), apart) == 0);
}

TEST_CASE("what a server that closed at the first of these was not asked is asked apart") {
  const auto closes = [](const model::Probe& probe,
                         std::size_t) -> std::optional<model::Transcript> {
    return probe.id == "starttls-rules" ? turned_away_at(probe, "mail", "") : std::nullopt;
  };
  const auto record = visit(planner({Tier::audit}), healthy(), closes);
  const auto ids = played(record);
  CHECK(std::count(ids.begin(), ids.end(), "starttls-parameter") == 1);
  CHECK(std::count(ids.begin(), ids.end(), "starttls-twice") == 1);
  CHECK(answer(record, "starttls_accepts_parameter") == Answer::no);
  CHECK(answer(record, "starttls_accepted_inside_tls") == Answer::no);
  CHECK(answer(record, "tls_required_inbound") == Answer::unknown);
}

TEST_CASE("a server that refuses a command behind STARTTLS has not stopped answering") {
  const auto strict = [](const std::string& reply) {
    return [reply](const model::Probe& probe, std::size_t) -> std::optional<model::Transcript> {
      return probe.id == "injection" ? turned_away_at(probe, "starttls", reply) : std::nullopt;
    };
  };
  const auto in_words = visit(planner({Tier::audit}), healthy(), strict("554 out of step\r\n"));
  CHECK(in_words.cut_short.empty());
  CHECK(played(in_words).back() == "starttls");
  CHECK(answer(in_words, "command_injection") == Answer::no);
  // Without a word it is asked once more.
  const auto in_silence = visit(planner({Tier::audit}), healthy(), strict(""));
  const auto ids = played(in_silence);
  CHECK(std::count(ids.begin(), ids.end(), "injection") == 2);
  CHECK(answer(in_silence, "command_injection") == Answer::no);
  CHECK(ids.back() == "starttls");
}

std::optional<model::Transcript> dropped(const model::Probe& probe) {
  auto transcript = ended(probe, model::End::peer_closed, model::Stage::handshake);
  transcript->dirty_close = true;
  transcript->events.push_back({"starttls", {}, false, model::Sent{"STARTTLS\r\n"}});
  transcript->tls.emplace();
  transcript->tls->client_hello.emplace();
  return transcript;
}

TEST_CASE("a drop without a word of TLS is repeated once") {
  const auto drops = [](const model::Probe& probe,
                        std::size_t) -> std::optional<model::Transcript> {
    return probe.id == "tls11" ? dropped(probe) : std::nullopt;
  };
  const auto record = visit(planner({Tier::standard}), healthy(), drops);
  const auto ids = played(record);
  CHECK(std::count(ids.begin(), ids.end(), "tls11") == 2);
}

TEST_CASE("that nobody comes through is said of a server that dropped both senders twice") {
  const auto drops = [](const model::Probe& probe, std::size_t) { return dropped(probe); };
  const auto record = visit(planner({Tier::standard}), healthy(), drops);
  CHECK(played(record) == std::vector<std::string>{"starttls", "starttls-legacy", "starttls",
                                                   "starttls-legacy", "last-resort"});
  CHECK(record.cut_short == "no_tls");
  // In a survey once must do, and is not enough.
  const auto survey = visit(planner({Tier::survey}), healthy(), drops);
  CHECK(played(survey) == std::vector<std::string>{"starttls", "starttls-legacy"});
  CHECK(answer(survey, "starttls_works") == Answer::unknown);
}

TEST_CASE("where the old sender alone comes through, it is the control at the end") {
  auto old = healthy();
  old.min_version = old.max_version = "TLSv1";
  old.ciphers = "ALL:@SECLEVEL=0";
  const auto record = visit(planner({Tier::standard}), old);
  CHECK(played(record).back() == "starttls-legacy");
  CHECK(answer(record, "tls1_0") == Answer::yes);
  CHECK(answer(record, "tls1_2") == Answer::no);
}

// Turned away at the greeting in these words.
std::optional<model::Transcript> turned_away(const model::Probe& probe, const std::string& words) {
  auto transcript = ended(probe, model::End::not_positive, model::Stage::banner);
  wire::SmtpReplyReader reader;
  reader.feed(words);
  transcript->events.push_back({"greeting", {}, false, model::Replied{reader.take()}});
  return transcript;
}

TEST_CASE("who put us off is given a second look, minutes later, and then is what it is") {
  plan::PlanOptions options{Tier::survey};
  options.second_looks = 1;
  const Planner with_looks = planner(options);
  const auto busy = [](const model::Probe& probe, std::size_t) {
    return turned_away(probe, "450 4.3.2 an odd thing to say\r\n");
  };
  const auto record = visit(with_looks, healthy(), busy);
  CHECK(played(record) == std::vector<std::string>{"starttls", "starttls"});
  CHECK(record.outcome->code == "banner.temporary");
  CHECK(record.outcome->attempts == 2);
  auto once = record;
  once.conversations.pop_back();
  CHECK(with_looks.rest(once) == std::chrono::minutes(5));
  CHECK(with_looks.rest(record) == base::Milliseconds(0));
  CHECK(planner({Tier::survey}).rest(once) == base::Milliseconds(0));
}

TEST_CASE("let in at the second look, a visit goes on as if nothing had been") {
  plan::PlanOptions options{Tier::standard};
  options.second_looks = 1;
  const auto late = [](const model::Probe& probe,
                       std::size_t n) -> std::optional<model::Transcript> {
    return n == 0 ? ended(probe, model::End::timeout, model::Stage::banner) : std::nullopt;
  };
  const auto record = visit(planner(options), healthy(), late);
  CHECK(record.outcome->code == "quit.completed");
  CHECK(record.outcome->attempts == 3);  // put off, let in, and the control at the end
  CHECK(record.conversations.size() <= Planner::kMostInStandard);
  CHECK(answer(record, "tls1_2") == Answer::yes);
}

TEST_CASE("the caller's own probes come when all questions are asked, and before the control") {
  plan::PlanOptions options{Tier::standard};
  model::Probe own = support::builtin_probe("pq");
  own.id = "sender-example";
  options.further = {own};
  const auto record = visit(planner(options), healthy());
  const auto ids = played(record);
  CHECK(std::count(ids.begin(), ids.end(), "sender-example") == 1);
  CHECK(ids[ids.size() - 2] == "sender-example");
  CHECK(ids.back() == "starttls");
  const auto without = played(visit(planner({Tier::standard}), healthy()));
  CHECK(ids.size() == without.size() + 1);
}

TEST_CASE("what was measured needs no second look, but for a STARTTLS that may be for others") {
  plan::PlanOptions options{Tier::survey};
  options.second_looks = 2;
  const auto refuses = [](const model::Probe& probe, std::size_t) {
    return ended(probe, model::End::refused, model::Stage::connect);
  };
  CHECK(visit(planner(options), healthy(), refuses).conversations.size() == 1);
  const auto lacks = [](const model::Probe& probe, std::size_t) {
    return ended(probe, model::End::not_offered, model::Stage::ehlo);
  };
  const auto record = visit(planner(options), healthy(), lacks);
  CHECK(record.conversations.size() == 3);
  CHECK(record.outcome->agreeing == 3);
}

TEST_CASE("a server that stops answering is left alone") {
  const auto stops = [](const model::Probe& probe,
                        std::size_t n) -> std::optional<model::Transcript> {
    if (n < 3) return std::nullopt;
    return ended(probe, model::End::connect_timeout, model::Stage::connect);
  };
  const auto record = visit(planner({Tier::audit}), healthy(), stops);
  CHECK(record.conversations.size() == 4);
  CHECK(record.cut_short == "server_stopped_answering");
  // And nothing that was refused before is taken for an answer.
  CHECK(answer(record, "tls1_0") == Answer::unknown);
}

TEST_CASE("a server that never comes to TLS is asked once, whatever the tier") {
  const auto busy = [](const model::Probe& probe, std::size_t) {
    return ended(probe, model::End::not_positive, model::Stage::banner);
  };
  const auto record = visit(planner({Tier::audit}), healthy(), busy);
  CHECK(record.conversations.size() == 1);
  CHECK(record.cut_short == "no_tls");
}

TEST_CASE("a standard visit stops at its fourth dirty close, unless the target is ours") {
  const auto dirty = [](const model::Probe& probe,
                        std::size_t n) -> std::optional<model::Transcript> {
    if (n == 0 || probe.id == "starttls") return std::nullopt;
    return dropped(probe);
  };
  const auto record = visit(planner({Tier::standard}), healthy(), dirty);
  CHECK(record.dirty_closes() == Planner::kMostDirtyInStandard);
  CHECK(played(record).back() == "starttls");
  CHECK(record.cut_short == "dirty_closes");
  const auto ours = visit(planner({Tier::standard, false, true}), healthy(), dirty);
  CHECK(ours.dirty_closes() > Planner::kMostDirtyInStandard);
}

TEST_CASE("an audit asks everything and leaves it to the visit to wait, unless somebody waits") {
  const auto dirty = [](const model::Probe& probe,
                        std::size_t n) -> std::optional<model::Transcript> {
    if (n == 0 || probe.id == "starttls") return std::nullopt;
    return dropped(probe);
  };
  const auto patient = visit(planner({Tier::audit}), healthy(), dirty);
  CHECK(patient.dirty_closes() > Planner::kMostDirtyInStandard);
  CHECK(patient.cut_short != "dirty_closes");
  plan::PlanOptions options{Tier::audit};
  options.impatient = true;
  const auto impatient = visit(planner(options), healthy(), dirty);
  CHECK(impatient.dirty_closes() == Planner::kMostDirtyInStandard);
  CHECK(played(impatient).back() == "starttls");
  CHECK(impatient.cut_short == "dirty_closes");
  options.authorized = true;
  const auto ours = visit(planner(options), healthy(), dirty);
  CHECK(ours.dirty_closes() == patient.dirty_closes());
}

TEST_CASE("enumeration finds what the server was told to have, and whose order counts") {
  auto server = healthy();
  server.ciphers =
      "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-SHA:AES128-SHA:DHE-RSA-AES256-GCM-SHA384";
  server.ciphersuites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384";
  server.groups = "P-256:X25519:ffdhe2048";
  for (const bool own_order : {false, true}) {
    CAPTURE(own_order);
    server.server_preference = own_order;
    const auto record = visit(planner({Tier::standard, true, true}), server);
    const auto list = [&record](std::string_view name) {
      const model::Fact* fact = model::find_fact(record.facts, name);
      REQUIRE(fact != nullptr);
      CHECK(fact->value == Answer::yes);
      return std::set<std::string>(fact->list.begin(), fact->list.end());
    };
    CHECK(list("cipher_suites_tls1_2") ==
          std::set<std::string>{
              "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
              "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"});
    CHECK(list("cipher_suites_tls1_3") ==
          std::set<std::string>{"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"});
    CHECK(list("groups_tls1_3") == std::set<std::string>{"secp256r1", "x25519", "ffdhe2048"});
    CHECK(list("groups_tls1_2") == std::set<std::string>{"secp256r1", "x25519"});
    CHECK(answer(record, "server_cipher_preference") == (own_order ? Answer::yes : Answer::no));
    CHECK(record.conversations.size() < 40);
    CHECK(played(record).back() == "starttls");
  }
}

TEST_CASE("old versions are enumerated too") {
  auto old = healthy();
  old.min_version = "TLSv1";
  old.max_version = "TLSv1.1";
  old.ciphers = "AES128-SHA:ECDHE-RSA-AES256-SHA:@SECLEVEL=0";
  const auto record = visit(planner({Tier::standard, true, true}), old);
  for (const std::string_view name : {"cipher_suites_tls1_0", "cipher_suites_tls1_1"}) {
    CAPTURE(name);
    const model::Fact* fact = model::find_fact(record.facts, name);
    CHECK(fact->value == Answer::yes);
    CHECK(fact->list.size() == 2);
  }
}

TEST_CASE("a catalogue without a probe that the tier wants is refused by name") {
  const auto made = Planner::create({support::builtin_probe("starttls")}, {Tier::standard});
  REQUIRE_FALSE(made.ok());
  CHECK(made.error().message == "there is no probe \"starttls-legacy\"");
}

}  // namespace
