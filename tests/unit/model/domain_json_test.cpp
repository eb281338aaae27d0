// SPDX-License-Identifier: GPL-3.0-or-later
//
// Policy records and facts in domain lines, and their names and words in the schema.
#include <doctest/doctest.h>

#include "base/text.hpp"
#include "facts/domain.hpp"
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

std::string line_of(const model::DomainRecord& record) {
  return model::domain_line(record, samples::kRunId);
}
std::string line_with(std::vector<Fact> facts) {
  model::DomainRecord record = samples::bare_domain();
  record.facts = std::move(facts);
  return line_of(record);
}

TEST_CASE("policy records stand in a domain line by zdns's names") {
  const json line = samples::parsed(line_of(samples::full_domain()));
  const json& tlsa = line["exchanges"][0]["tlsa"];
  CHECK(tlsa["status"] == "NOERROR");
  CHECK(tlsa["authenticated"] == true);
  CHECK(tlsa["name"] == "_25._tcp.mail.example.net");
  std::string digest;
  for (int i = 0; i < 32; ++i) digest += "ab";
  CHECK(tlsa["records"][0] ==
        json{{"cert_usage", 3}, {"selector", 1}, {"matching_type", 1}, {"certificate", digest}});
  CHECK(tlsa["records"][1] ==
        json{{"cert_usage", 255}, {"selector", 255}, {"matching_type", 255}, {"certificate", ""}});
  CHECK(line["mta_sts"] == json{{"status", "NOERROR"},
                                {"authenticated", true},
                                {"records", {"v=STSv1; id=1;", "\\xff"}}});
  CHECK(line["tlsrpt"] ==
        json{{"status", "NXDOMAIN"}, {"authenticated", false}, {"records", json::array()}});
  CHECK(line["null_mx_preferences"] == json{0, 65'535});
}

TEST_CASE("what was not asked for is not there") {
  const json line = samples::parsed(line_of(samples::bare_domain()));
  for (const std::string key :
       {"mta_sts", "mta_sts_policy", "tlsrpt", "null_mx_preferences", "facts"})
    CHECK_FALSE(line.contains(key));
  CHECK_FALSE(samples::parsed(line_of(samples::full_domain()))["exchanges"][1].contains("tlsa"));
  CHECK_FALSE(samples::parsed(line_of(samples::full_domain()))["exchanges"][1].contains("caa"));
}

TEST_CASE("CAA records stand at their host") {
  const json line = samples::parsed(line_of(samples::full_domain()));
  CHECK(line["exchanges"][0]["caa"] ==
        json{{"status", "NOERROR"},
             {"authenticated", true},
             {"name", "example.org"},
             {"records",
              {{{"critical", false}, {"tag", "issue"}, {"value", "ca.example; a=b"}},
               {{"critical", true}, {"tag", "\\xff"}, {"value", ""}}}}});
}

TEST_CASE("every end of a policy's fetch has a word, is valid, and the schema knows no others") {
  std::size_t written = 0;
  for (auto end = model::PolicyEnd::fetched; end <= model::PolicyEnd::broken_off;
       end = static_cast<model::PolicyEnd>(static_cast<int>(end) + 1)) {
    CAPTURE(model::to_string(end));
    CHECK(model::policy_end_of(model::to_string(end)) == end);
    model::DomainRecord record = samples::bare_domain();
    model::PolicyFetch fetch;
    fetch.end = end;
    fetch.host = "mta-sts.example.org";
    record.mta_sts_policy = fetch;
    const std::string line = line_of(record);
    check_valid(line);
    json expected{
        {"end", model::to_string(end)}, {"host", "mta-sts.example.org"}, {"duration_ms", 0}};
    if (end == model::PolicyEnd::fetched) expected["body"] = "";
    CHECK(samples::parsed(line)["mta_sts_policy"] == expected);
    ++written;
  }
  const json schema = samples::schema("domain")["definitions"]["policy_fetch"]["properties"];
  CHECK(schema["end"]["enum"].size() == written);
  CHECK_FALSE(model::policy_end_of("eaten"));
}

TEST_CASE("what came with a policy stands in the domain's line") {
  const json fetch = samples::parsed(line_of(samples::full_domain()))["mta_sts_policy"];
  CHECK(fetch["address"] == "2001:db8::80");
  CHECK(fetch["http_status"] == 200);
  CHECK(fetch["content_type"] == "text/plain; charset=utf-8");
  CHECK(fetch["body"] == "version: STSv1\r\nmode: none\r\n\\xff");
  CHECK(fetch["validation"] == json{{"browser_trusted", false},
                                    {"browser_error", "untrusted_issuer expired"},
                                    {"matches_domain", true}});
  CHECK(fetch["fingerprints_sha256"].size() == 2);
  CHECK(fetch["duration_ms"] == 321);
}

TEST_CASE("every reason for which TLSA is not asked for is valid, and the schema knows no others") {
  std::size_t written = 0;
  for (const std::string reason : {"insecure_address", "no_address", "address_lookup_failed"}) {
    CAPTURE(reason);
    model::DomainRecord record = samples::full_domain();
    model::TlsaLookup lookup;
    lookup.skipped = reason;
    record.exchanges.front().tlsa = lookup;
    const std::string line = line_of(record);
    check_valid(line);
    CHECK(samples::parsed(line)["exchanges"][0]["tlsa"] == json{{"status", ""},
                                                                {"skipped", reason},
                                                                {"authenticated", false},
                                                                {"name", ""},
                                                                {"records", json::array()}});
    ++written;
  }
  const json schema = samples::schema("domain")["definitions"]["tlsa_lookup"]["properties"];
  CHECK(schema["skipped"]["enum"].size() == written);
}

TEST_CASE("a fact of a domain stands under its name with value, reason and count") {
  const json facts = samples::parsed(line_of(samples::full_domain()))["facts"];
  CHECK(facts["mx_targets_resolve"] == json{{"value", "no"},
                                            {"because", {{"seen", "mx.example.org: A NXDOMAIN"}}},
                                            {"number", 2},
                                            {"list", {"mx.example.org"}}});
  CHECK(facts["mta_sts_record"] ==
        json{{"value", "unknown"},
             {"because", {{"doubt", "not_measured"}, {"seen", "TXT: SERVFAIL"}}}});
  CHECK_FALSE(facts.contains("null_mx"));  // not asked
}

TEST_CASE("the domain schema describes every fact that there is, and no others") {
  std::vector<Fact> facts = facts::facts_of(model::DomainRecord());
  REQUIRE_FALSE(facts.empty());
  for (Fact& fact : facts) {
    fact.value = Answer::yes;
    fact.doubt = Doubt::none;
  }
  check_valid(line_with(facts));
  const json described = samples::schema("domain")["properties"]["facts"]["properties"];
  for (const auto& fact : described.items()) {
    INFO(fact.key());
    CHECK(model::find_fact(facts, fact.key()) != nullptr);
  }
  CHECK(schema_problem(line_with({{"mx_pretty", Answer::yes, Doubt::none, "", ""}})).has_value());
}

TEST_CASE("hostile text in policy records and facts of a domain comes back as it was") {
  for (const std::string& text : samples::hostile_texts()) {
    CAPTURE(base::escape(text));
    model::DomainRecord record = samples::full_domain();
    record.mta_sts = model::PolicyLookup{"NOERROR", true, {text}};
    record.tlsrpt = model::PolicyLookup{"NOERROR", true, {text}};
    model::TlsaLookup lookup;
    lookup.status = "NOERROR";
    lookup.name = text;
    record.exchanges.front().tlsa = lookup;
    record.exchanges.front().caa = model::CaaLookup{"NOERROR", true, text, {{true, text, text}}};
    model::PolicyFetch fetch = *record.mta_sts_policy;
    fetch.host = fetch.content_type = fetch.location = fetch.words = fetch.body = "x" + text;
    record.mta_sts_policy = fetch;
    record.facts = {{"mx_secure", Answer::yes, Doubt::none, "", "x" + text, {}, {text}}};
    const std::string line = line_of(record);
    check_valid(line);
    const json read = samples::parsed(line);
    CHECK(samples::unescaped_at(read, "/mta_sts/records/0") == text);
    CHECK(samples::unescaped_at(read, "/tlsrpt/records/0") == text);
    CHECK(samples::unescaped_at(read, "/exchanges/0/tlsa/name") == text);
    for (const std::string key : {"name", "records/0/tag", "records/0/value"})
      CHECK(samples::unescaped_at(read, "/exchanges/0/caa/" + key) == text);
    for (const std::string key : {"host", "content_type", "location", "words", "body"})
      CHECK(samples::unescaped_at(read, "/mta_sts_policy/" + key) == "x" + text);
    CHECK(samples::unescaped_at(read, "/facts/mx_secure/because/seen") == "x" + text);
    CHECK(samples::unescaped_at(read, "/facts/mx_secure/list/0") == text);
  }
}

TEST_CASE("a rare part is a value, and an empty one while it is not there") {
  model::Rare<model::PolicyLookup> none;
  CHECK(none->status.empty());
  model::Rare<model::PolicyLookup> one = model::PolicyLookup{"NOERROR", true, {"x"}};
  const model::Rare<model::PolicyLookup> copy = one;
  one = none;
  CHECK(one->status.empty());
  CHECK(copy->status == "NOERROR");
  none = copy;
  CHECK((*none).records.size() == 1);
  const model::Rare<model::PolicyLookup> moved = std::move(none);
  CHECK(moved->authenticated);
}

}  // namespace
