// SPDX-License-Identifier: GPL-3.0-or-later
//
// Facts in endpoint lines, and their names and words in the schema.
#include <doctest/doctest.h>

#include "base/text.hpp"
#include "facts/facts.hpp"
#include "model/records_json.hpp"
#include "samples.hpp"
#include "support/schema_check.hpp"

namespace {

using model::Answer;
using model::Doubt;
using model::Fact;
using nlohmann::json;
using samples::check_valid;
using support::schema_problem;

std::string line_of(const model::EndpointRecord& record) {
  return model::endpoint_line(record, samples::kRunId);
}
std::string line_with(std::vector<Fact> facts) {
  model::EndpointRecord record = samples::bare_endpoint();
  record.facts = std::move(facts);
  return line_of(record);
}

TEST_CASE("a fact stands under its name with value, reason and measurement") {
  const json facts = samples::parsed(line_of(samples::full_endpoint()))["facts"];
  CHECK(facts["certificate_key_sound"] ==
        json{{"value", "yes"},
             {"because", {{"probe", "starttls"}, {"seen", "RSA of 2048 bits"}}},
             {"number", 2048},
             {"list", {"RSA"}}});
  CHECK(facts["kx_dhe"] ==
        json{{"value", "no"},
             {"because", {{"probe", "dhe"}, {"seen", "alert handshake_failure(40)"}}}});
  CHECK(facts["cipher_rc4"] ==
        json{{"value", "unknown"},
             {"because", {{"doubt", "no_control"}, {"probe", "rc4"}, {"seen", "no answer"}}}});
  CHECK(facts["tls1_3_preferred"] ==
        json{{"value", "unknown"}, {"because", {{"doubt", "not_applicable"}}}});
}

TEST_CASE("a fact that nobody asked about is not there") {
  CHECK_FALSE(samples::parsed(line_of(samples::full_endpoint()))["facts"].contains("sni_required"));
  Fact not_asked;
  not_asked.name = "sni_required";
  CHECK_FALSE(samples::parsed(line_with({not_asked})).contains("facts"));
  CHECK_FALSE(samples::parsed(line_with({})).contains("facts"));
}

TEST_CASE("the schema describes every fact that there is, and no others") {
  std::vector<Fact> facts = facts::facts_of({});
  REQUIRE_FALSE(facts.empty());
  for (Fact& fact : facts) {
    fact.value = Answer::yes;
    fact.doubt = Doubt::none;
  }
  check_valid(line_with(facts));
  const json described = samples::schema("endpoint")["properties"]["facts"]["properties"];
  for (auto fact = described.begin(); fact != described.end(); ++fact) {
    INFO(fact.key());
    CHECK(model::find_fact(facts, fact.key()) != nullptr);
  }
}

TEST_CASE("a fact of another name, or with another field, is refused") {
  CHECK(schema_problem(line_with({{"tls1_4", Answer::yes, Doubt::none, "", ""}})).has_value());
  json line = samples::parsed(line_of(samples::full_endpoint()));
  line["facts"]["kx_dhe"]["because"]["mood"] = "bad";
  CHECK(schema_problem(line.dump()).has_value());
}

TEST_CASE("every doubt is valid, and the schema knows no others") {
  constexpr auto kLast = static_cast<unsigned>(Doubt::farm);
  std::size_t written = 0;
  for (unsigned doubt = 0; doubt <= kLast; ++doubt) {
    const Fact fact{"ssl3", Answer::unknown, static_cast<Doubt>(doubt), "", ""};
    if (fact.doubt == Doubt::none || fact.doubt == Doubt::not_asked) continue;
    CAPTURE(model::to_string(fact.doubt));
    const std::string line = line_with({fact});
    check_valid(line);
    CHECK(samples::parsed(line)["facts"]["ssl3"]["because"]["doubt"] ==
          model::to_string(fact.doubt));
    ++written;
  }
  const json schema = samples::schema("endpoint")["definitions"]["fact"]["properties"];
  CHECK(schema["because"]["properties"]["doubt"]["enum"].size() == written);
  CHECK(schema["value"]["enum"] == json{"yes", "no", "unknown"});
}

TEST_CASE("hostile text in a fact comes back as it was") {
  for (const std::string& text : samples::hostile_texts()) {
    CAPTURE(base::escape(text));
    const std::string line =
        line_with({{"ssl3", Answer::yes, Doubt::none, "ssl3", "x" + text, {}, {text}}});
    check_valid(line);
    const json facts = samples::parsed(line)["facts"];
    CHECK(samples::unescaped_at(facts, "/ssl3/because/seen") == "x" + text);
    CHECK(samples::unescaped_at(facts, "/ssl3/list/0") == text);
  }
}

TEST_CASE("every reason for which a visit is cut short is valid") {
  for (const std::string reason :
       {"no_tls", "server_stopped_answering", "dirty_closes", "connections"}) {
    CAPTURE(reason);
    model::EndpointRecord record = samples::bare_endpoint();
    record.cut_short = reason;
    const std::string line = line_of(record);
    check_valid(line);
    CHECK(samples::parsed(line)["cut_short"] == reason);
  }
}

TEST_CASE("the domain that led to an endpoint stands in its line, when there is one") {
  CHECK(samples::parsed(line_of(samples::full_endpoint()))["domain"] == "example.org");
  CHECK_FALSE(samples::parsed(line_of(samples::bare_endpoint())).contains("domain"));
}

}  // namespace
