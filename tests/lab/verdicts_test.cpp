// SPDX-License-Identifier: GPL-3.0-or-later
//
// Verdicts on the servers as Debian has them, and on stored lines.
#include <fstream>
#include <map>
#include <sstream>

#include <doctest/doctest.h>

#include "lab_results.hpp"
#include "support/schema_check.hpp"

namespace {

using nlohmann::json;

// "mx1.good.test fail rfc8996/no_tls1_0" -> why it is so.
using Explained = std::map<std::string, std::string>;

Explained explained() {
  std::ifstream file(std::string(WAXSEAL_LAB_EXPECTED) + "/verdicts.txt");
  Explained rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string subject;
    std::string result;
    std::string check;
    std::string why;
    words >> subject >> result >> check;
    std::getline(words >> std::ws, why);
    std::string key = subject;
    key += ' ' + result + ' ' + check;
    CHECK_MESSAGE(rows.try_emplace(key, why).second, key << " is explained twice");
  }
  return rows;
}

// The MX host of an endpoint, the name of a domain.
std::string subject_of(const json& record) {
  return record.at(record.at("type") == "endpoint" ? "mx_host" : "domain");
}

bool needs_no_reason(const std::string& result) {
  return result == "pass" || result == "not_applicable";
}

std::string identity_of(const json& record) {
  const char* key = record.contains("endpoint_id") ? "endpoint_id" : "domain";
  return record.at("run_id").get<std::string>() + " " + record.at(key).get<std::string>();
}

}  // namespace

TEST_CASE("every verdict on a server as Debian has it is explained") {
  if (!lab::has_real_servers()) return;
  Explained rows = explained();
  REQUIRE_FALSE(rows.empty());
  std::size_t passed = 0;
  for (const std::string& line : lab::results().audit_lines) {
    const json record = json::parse(line);
    if (!record.contains("verdicts")) continue;
    for (const json& verdict : record.at("verdicts")) {
      const std::string result = verdict.at("result");
      if (needs_no_reason(result)) {
        ++passed;
        continue;
      }
      const std::string key =
          subject_of(record) + " " + result + " " + verdict.at("check").get<std::string>();
      const auto row = rows.find(key);
      CHECK_MESSAGE(row != rows.end(),
                    key << " is not in expected/verdicts.txt: " << verdict.dump());
      if (row == rows.end()) continue;
      CHECK_MESSAGE(row->second.size() > 20, key << " has no reason");
      rows.erase(row);
    }
  }
  for (const auto& [key, why] : rows) CHECK_MESSAGE(false, key << " was expected: " << why);
  CHECK(passed > 400);
}

TEST_CASE("judging stored lines gives what judging at the time of the scan gave") {
  std::map<std::string, json> judged;
  for (const std::string& line : lab::results().judged_lines) {
    const auto problem = support::schema_problem(line);
    CHECK_MESSAGE(!problem, problem.value_or("") << " in " << line.substr(0, 300));
    const json record = json::parse(line);
    CHECK(judged.try_emplace(identity_of(record), record).second);
  }
  std::size_t compared = 0;
  const auto& results = lab::results();
  for (const auto* lines : {&results.lines, &results.policy_lines, &results.audit_lines}) {
    for (const std::string& line : *lines) {
      const json record = json::parse(line);
      if (!record.contains("verdicts")) continue;
      const auto found = judged.find(identity_of(record));
      REQUIRE_MESSAGE(found != judged.end(), identity_of(record) << " was not judged");
      CHECK_MESSAGE(found->second.at("verdicts") == record.at("verdicts"), identity_of(record));
      CHECK(found->second.at("verdict_counts") == record.at("verdict_counts"));
      ++compared;
    }
  }
  CHECK(compared > 200);
}

TEST_CASE("a domain's counts are the sum of its own and its endpoints'") {
  std::map<std::string, json> judged;
  for (const std::string& line : lab::results().judged_lines) {
    const json record = json::parse(line);
    judged[identity_of(record)] = record;
  }
  for (const std::string& line : lab::results().audit_lines) {
    const json record = json::parse(line);
    if (record.at("type") != "domain") continue;
    const json& domain = judged.at(identity_of(record));
    long fails = domain.at("verdict_counts").at("must").at("fail").get<long>();
    long endpoints = 0;
    for (const json& exchange : record.at("exchanges")) {
      for (const json& id : exchange.at("endpoint_ids")) {
        const std::string key =
            record.at("run_id").get<std::string>() + " " + id.get<std::string>();
        fails += judged.at(key).at("verdict_counts").at("must").at("fail").get<long>();
        ++endpoints;
      }
    }
    CHECK(domain.at("endpoints_judged") == endpoints);
    CHECK(domain.at("endpoints_missing") == 0);
    CHECK(domain.at("counts_with_endpoints").at("must").at("fail") == fails);
  }
}
