// SPDX-License-Identifier: GPL-3.0-or-later
//
// What SARIF 2.1.0 demands of a document like this. The sections are those of the standard.
#include <set>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "report/formats.hpp"
#include "sample_audit.hpp"

using nlohmann::json;

namespace {

json run_of(const report::Audit& audit) {
  const json sarif = json::parse(report::sarif_of(audit));
  CHECK(sarif["version"] == "2.1.0");  // 3.13.2
  CHECK(sarif["$schema"].get<std::string>().ends_with("/sarif-schema-2.1.0.json"));
  REQUIRE(sarif["runs"].size() == 1);
  return sarif["runs"][0];
}

json run() { return run_of(sample::audit()); }
json results() { return run()["results"]; }

std::set<std::string> fingerprints_of(const json& run) {
  std::set<std::string> all;
  for (const json& result : run["results"])
    for (const auto& item : result["partialFingerprints"].items())
      all.insert(item.value().get<std::string>());
  return all;
}

const std::set<std::string> kLevels{"none", "note", "warning", "error"};

// 3.11: a text that is there and has no placeholder by accident.
void check_message(const json& message) {
  const auto text = message.at("text").get<std::string>();
  CHECK_FALSE(text.empty());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{' && text[i] != '}') continue;
    REQUIRE(i + 1 < text.size());
    CHECK(text[i + 1] == text[i]);
    ++i;
  }
  CHECK(text.find("](") == std::string::npos);
}

}  // namespace

TEST_CASE("SARIF: the tool names itself and describes each rule once") {
  const json driver = run()["tool"]["driver"];  // 3.18, 3.19
  CHECK(driver["name"] == "waxseal");
  CHECK(driver["version"] == "0.9.0");
  std::set<std::string> ids;
  for (const json& rule : driver["rules"]) {
    CHECK(ids.insert(rule.at("id").get<std::string>()).second);  // 3.49.3
    check_message(rule.at("shortDescription"));
    if (rule.contains("help")) check_message(rule["help"]);
    CHECK_FALSE(rule.contains("helpUri"));
    CHECK(kLevels.contains(rule["defaultConfiguration"]["level"].get<std::string>()));
  }
  CHECK(ids.size() == 7);
  CHECK(ids.contains("rfc5280/key_usage_allows_key_exchange"));
}

TEST_CASE("SARIF: each place of each finding is a result with its rule, level and message") {
  const json all = run();
  const json& rules = all["tool"]["driver"]["rules"];
  CHECK(all["results"].size() == 8);
  for (const json& result : all["results"]) {
    CHECK(rules.at(result["ruleIndex"].get<std::size_t>())["id"] == result["ruleId"]);  // 3.27.6
    CHECK(kLevels.contains(result["level"].get<std::string>()));                        // 3.27.10
    CHECK_FALSE(result.contains("kind"));  // else the level would have to be none (3.27.9)
    check_message(result["message"]);
  }
}

TEST_CASE("SARIF: levels go by severity") {
  std::set<std::string> seen;
  for (const json& result : results()) {
    const auto severity = result["properties"]["severity"].get<std::string>();
    const auto level = result["level"].get<std::string>();
    seen.insert(severity + " " + level);
  }
  CHECK(seen == std::set<std::string>{"fail error", "warn warning", "doubt note", "info note"});
}

TEST_CASE("SARIF: a location is a server, host or domain below its domain") {
  for (const json& result : results()) {
    REQUIRE(result["locations"].size() == 1);
    const json logical = result["locations"][0]["logicalLocations"];  // 3.28.4
    REQUIRE(logical.size() == 1);
    CHECK(logical[0]["kind"] == "resource");  // 3.33.7
    const auto domain = result["properties"]["domain"].get<std::string>();
    CHECK(logical[0]["fullyQualifiedName"] == domain + "/" + logical[0]["name"].get<std::string>());
  }
  report::Domain domain;
  domain.domain = "bare.example";
  domain.findings.resize(1);
  domain.findings[0].id = "policy.none";
  domain.findings[0].title = "Nothing is published.";
  const json logical =
      run_of(sample::audit_of(domain))["results"][0]["locations"][0]["logicalLocations"][0];
  CHECK(logical["fullyQualifiedName"] == "bare.example");
}

TEST_CASE("SARIF: fingerprints tell places apart and do not change with what is seen or when") {
  report::Audit audit = sample::audit();
  const auto before = fingerprints_of(run_of(audit));
  CHECK(before.size() == 8);
  audit.started += base::Milliseconds(86'400'000);
  audit.run_id = "another";
  for (report::Domain& domain : audit.domains)
    for (report::Finding& finding : domain.findings) {
      finding.title += " Otherwise said.";
      for (auto& place : finding.places) place.seen = "something else";
    }
  CHECK(fingerprints_of(run_of(audit)) == before);
  audit.domains[1].findings[0].places[0].where = "mx9.notyet.example";
  CHECK(fingerprints_of(run_of(audit)) != before);
}

TEST_CASE("SARIF: braces and links of strangers are text") {
  report::Audit audit = sample::audit();
  audit.domains[1].findings[0].places[0].seen = "{0} [x](1) }";
  const json result = run_of(audit)["results"][0];
  check_message(result["message"]);
  CHECK(result["message"]["text"].get<std::string>().ends_with("Seen: {{0}} [x] (1) }}"));
}

TEST_CASE("SARIF: an audit that was interrupted says so") {
  report::Audit audit = sample::audit();
  json invocation = run_of(audit)["invocations"][0];  // 3.20
  CHECK(invocation["executionSuccessful"] == true);
  CHECK(invocation["startTimeUtc"] == "2026-11-22T09:30:00.000Z");
  CHECK(invocation["endTimeUtc"] == "2026-11-22T09:30:41.200Z");
  audit.interrupted = true;
  CHECK(run_of(audit)["invocations"][0]["executionSuccessful"] == false);
}

TEST_CASE("SARIF: without findings there is an empty list, which says that all was looked at") {
  const json run = run_of(sample::audit_of(sample::safe_domain()));
  CHECK(run["results"] == json::array());
  CHECK(run["tool"]["driver"]["rules"] == json::array());
  CHECK(run["properties"]["verdicts"]["safe.example"] == "safe");
}
