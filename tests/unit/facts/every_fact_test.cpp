// SPDX-License-Identifier: GPL-3.0-or-later
//
// What holds for all facts, and the guard: none goes untested.
#include <map>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "cases.hpp"
#include "facts/facts.hpp"

namespace test {

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    Visit visit;
    one.play(visit);
    const model::Fact fact = visit.fact(one.fact);
    const std::string says(fact.value == model::Answer::unknown ? model::to_string(fact.doubt)
                                                                : model::to_string(fact.value));
    INFO(std::string(one.fact), ": ", std::string(one.when), " (", fact.probe, ": ", fact.seen,
         ")");
    CHECK(says == one.says);
    CHECK((fact.doubt == model::Doubt::none) == (fact.value != model::Answer::unknown));
    if (fact.value != model::Answer::unknown) {
      CHECK(!fact.probe.empty());
      CHECK(!fact.seen.empty());
    }
  }
}

}  // namespace test

namespace {

using test::Case;
using test::Visit;

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto table : {test::smtp_cases,
                           test::starttls_hygiene_cases,
                           test::smtp_command_cases,
                           test::smtp_reply_cases,
                           test::ehlo_keyword_cases,
                           test::version_cases,
                           test::ssl2_cases,
                           test::extension_cases,
                           test::server_message_cases,
                           test::key_exchange_cases,
                           test::group_cases,
                           test::server_name_cases,
                           test::tolerance_cases,
                           test::certificate_cases,
                           test::certificate_form_cases,
                           test::certificate_path_cases,
                           test::certificate_digest_cases,
                           test::key_usage_cases,
                           test::identity_cases,
                           test::enumeration_cases}) {
    for (const Case& one : table()) all.push_back(one);
  }
  return all;
}

// A list is there, or it is not known: there is no `no`.
bool is_list(std::string_view fact) {
  return fact.starts_with("cipher_suites_") || fact.starts_with("groups_") ||
         fact == "certificate_digests";
}

TEST_CASE("every fact has a case where it is yes, one where it is no and one where it is unknown") {
  std::map<std::string, std::set<std::string>> tested;
  for (const Case& one : all_cases()) {
    const bool known = one.says == "yes" || one.says == "no";
    tested[std::string(one.fact)].insert(known ? std::string(one.says) : "unknown");
  }
  for (const model::Fact& fact : facts::facts_of({})) {
    CAPTURE(std::string(fact.name));
    std::set<std::string> wanted{"yes", "no", "unknown"};
    if (is_list(fact.name)) wanted.erase("no");
    CHECK(tested[std::string(fact.name)] == wanted);
  }
}

TEST_CASE("no case is about a fact that does not exist") {
  const auto facts = facts::facts_of({});
  for (const Case& one : all_cases()) {
    CAPTURE(std::string(one.fact));
    CHECK(model::find_fact(facts, one.fact) != nullptr);
  }
}

TEST_CASE("names are distinct, and their order does not depend on the visit") {
  const auto empty = facts::facts_of({});
  const auto full = facts::facts_of(Visit().plain().plain().record);
  REQUIRE(empty.size() == full.size());
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < empty.size(); ++i) {
    CHECK(empty[i].name == full[i].name);
    CHECK(names.insert(empty[i].name).second);
  }
}

TEST_CASE("of a visit without conversations nothing is known") {
  Visit visit;
  for (const model::Fact& fact : facts::facts_of(visit.record)) {
    CAPTURE(std::string(fact.name));
    CHECK(fact.value == model::Answer::unknown);
    CHECK(fact.doubt == model::Doubt::not_asked);
  }
}

TEST_CASE("a server that is not there, or turns us away, is no server without TLS") {
  using model::End;
  using model::Stage;
  const std::vector<std::pair<Stage, End>> ends{
      {Stage::connect, End::refused},
      {Stage::connect, End::connect_timeout},
      {Stage::connect, End::unreachable},
      {Stage::connect, End::local_failure},
      {Stage::banner, End::not_positive},
      {Stage::banner, End::timeout},
      {Stage::banner, End::peer_closed},
      {Stage::banner, End::not_smtp},
      {Stage::ehlo, End::not_positive},
      {Stage::ehlo, End::unexpected_reply},
      {Stage::ehlo, End::timeout},
      {Stage::starttls, End::not_positive},
      {Stage::starttls, End::timeout},
      {Stage::starttls, End::peer_reset},
      {Stage::starttls, End::reply_too_long},
      {Stage::handshake, End::cancelled},
  };
  for (const auto& where : ends) {
    const Stage stage = where.first;  // not a binding: CAPTURE makes a lambda of it
    const End end = where.second;
    CAPTURE(std::string(model::to_string(stage)));
    CAPTURE(std::string(model::to_string(end)));
    Visit visit;
    visit.plain();
    for (const std::string_view probe :
         {"starttls", "starttls-legacy", "tls12", "tls13", "tls11", "no-sni", "large", "pq",
          "static-rsa", "weak", "starttls-rules", "starttls-parameter", "starttls-twice",
          "tls-required", "ssl2"}) {
      visit.unmeasured(probe, stage, end).unmeasured(probe, stage, end);
    }
    visit.plain();
    for (const model::Fact& fact : facts::facts_of(visit.record)) {
      if (fact.probe == "starttls") continue;  // the plain conversation's own words
      CAPTURE(std::string(fact.name));
      CHECK(fact.value != model::Answer::no);
    }
  }
}

TEST_CASE("in a failed conversation nothing is denied without the plain probe around it") {
  for (const bool before : {false, true}) {
    Visit visit;
    if (before) visit.plain();
    for (const std::string_view probe : {"tls12",
                                         "tls13",
                                         "tls12-no-ems",
                                         "no-sni",
                                         "static-rsa",
                                         "large",
                                         "split-segments",
                                         "pq",
                                         "tls11",
                                         "tls10",
                                         "ssl3",
                                         "dhe",
                                         "ecdhe-rsa",
                                         "ecdhe-ecdsa",
                                         "x25519",
                                         "p256",
                                         "p384",
                                         "unknown-sni",
                                         "alpn",
                                         "split-records",
                                         "no-renegotiation-info",
                                         "anonymous",
                                         "weak",
                                         "hello-retry",
                                         "grease",
                                         "padded",
                                         "fallback-scsv",
                                         "sha1-only",
                                         "unknown-version",
                                         "injection"}) {
      visit.refused(probe).dropped(probe);
    }
    if (!before) visit.plain();
    const auto facts = facts::facts_of(visit.record);
    for (const model::Fact& fact : facts) {
      if (fact.probe == "starttls") continue;
      CAPTURE(std::string(fact.name));
      CHECK(fact.value != model::Answer::no);
    }
    // What fails there is a `yes`.
    for (const std::string_view name :
         {"sni_required", "ems_required", "renegotiation_info_required"}) {
      CAPTURE(std::string(name));
      CHECK(model::find_fact(facts, name)->value == model::Answer::unknown);
    }
  }
}

TEST_CASE("a drop counts when it happened twice, an alert at once") {
  CHECK(Visit().plain().dropped("tls11").plain().fact("tls1_1").doubt ==
        model::Doubt::not_repeated);
  using model::End;
  for (const End end : {End::peer_closed, End::peer_reset, End::timeout}) {
    Visit visit;
    visit.plain().dropped("tls11", end).dropped("tls11", end).plain();
    CHECK(visit.fact("tls1_1").value == model::Answer::no);
  }
  CHECK(Visit().plain().refused("tls11", 70).plain().fact("tls1_1").seen ==
        "alert protocol_version(70)");
}

TEST_CASE("a close_notify or a warning is no refusal") {
  Visit once;
  once.plain().refused("tls11", 0);
  once.tls().alerts.front().alert.level = 1;
  CHECK(once.plain().fact("tls1_1").doubt == model::Doubt::not_repeated);
  CHECK(once.fact("tls1_1").seen == "alert close_notify(0)");
  Visit warning;
  warning.plain().dropped("tls11").alert(112, 1);
  CHECK(warning.plain().fact("tls1_1").doubt == model::Doubt::not_repeated);
}

TEST_CASE("of two drops both must stand between plain ones") {
  CHECK(Visit().plain().dropped("tls11").plain().dropped("tls11").fact("tls1_1").doubt ==
        model::Doubt::no_control);
}

TEST_CASE("the same probe refused once and answered once is a contradiction") {
  CHECK(Visit()
            .plain()
            .refused("tls11")
            .answered("tls11", wire::kTls11)
            .plain()
            .fact("tls1_0")
            .doubt == model::Doubt::contradiction);
  // What was negotiated stays.
  CHECK(Visit()
            .plain()
            .refused("tls11")
            .answered("tls11", wire::kTls11)
            .plain()
            .fact("tls1_1")
            .value == model::Answer::yes);
}

TEST_CASE("where only the legacy probe works it is the control") {
  Visit visit;
  visit.refused("starttls", 70)
      .answered("starttls-legacy", wire::kTls10)
      .refused("ssl3")
      .refused("starttls", 70)
      .answered("starttls-legacy", wire::kTls10);
  CHECK(visit.fact("ssl3").value == model::Answer::no);
  CHECK(visit.fact("tls1_2").value == model::Answer::no);
  CHECK(visit.fact("tls1_3").value == model::Answer::no);
  visit.plain();  // where the plain one works the legacy one is not
  CHECK(visit.fact("ssl3").doubt == model::Doubt::no_control);
}

TEST_CASE("several servers at one address: what one refuses another may accept") {
  Visit visit;
  visit.plain().refused("tls11").reply("greeting", "220 mx2.test ESMTP\r\n").plain();
  CHECK(visit.fact("tls1_1").doubt == model::Doubt::farm);
  CHECK(visit.fact("tls1_3").value == model::Answer::yes);
  CHECK(visit.fact("starttls_works").value == model::Answer::yes);
  for (const model::Fact& fact : facts::facts_of(visit.record)) {
    CAPTURE(std::string(fact.name));
    CHECK((fact.value != model::Answer::no || fact.probe == "starttls"));
  }
}

TEST_CASE("what the plain conversation itself shows needs no control") {
  Visit visit;
  visit.plain12();
  CHECK(visit.fact("ems_echoed").value == model::Answer::no);
  CHECK(visit.fact("ems_echoed").seen == "ServerHello TLSv1.2, no extension 23");
}

}  // namespace
