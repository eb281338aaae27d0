// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab_results.hpp"

#include <algorithm>
#include <fstream>

#include <doctest/doctest.h>
#include <unistd.h>

#include "base/text.hpp"

namespace lab {
namespace {

using nlohmann::json;

json read_document(const std::string& name) {
  std::ifstream file(std::string(WAXSEAL_LAB_RESULTS) + "/" + name);
  REQUIRE_MESSAGE(file.good(), name << " is missing: the scan of the lab failed");
  return json::parse(file);
}

std::vector<std::string> read_lines(const std::string& name) {
  std::ifstream file(std::string(WAXSEAL_LAB_RESULTS) + "/" + name);
  REQUIRE_MESSAGE(file.good(), name << " is missing: the scan of the lab failed");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::string conversation_in_words(const json& transcript) {
  std::string words =
      transcript.at("stage").get<std::string>() + "." + transcript.at("end").get<std::string>();
  const json& result = transcript.at("result");
  if (!result.contains("tls") || !result.at("tls").at("handshake_completed_successfully"))
    return words;
  const json& tls = result.at("tls");
  const json& validation = tls.at("handshake_log").at("server_certificates").at("validation");
  const std::string error = validation.at("browser_error");
  return words + " " + tls.at("version").at("name").get<std::string>() + " " +
         (error.empty() ? "valid" : error) +
         (validation.at("matches_domain") ? " matches" : " other_name");
}

std::string endpoint_in_words(const json& endpoint) {
  if (endpoint.contains("skipped")) return "skipped=" + endpoint.at("skipped").get<std::string>();
  std::string words = conversation_in_words(endpoint.at("data").at("smtp"));
  for (const json& transcript : endpoint.at("probes"))
    words += ", then " + conversation_in_words(transcript);
  return words;
}

std::string exchange_in_words(const json& exchange) {
  std::string words = std::to_string(exchange.at("preference").get<int>()) + " " +
                      exchange.at("name").get<std::string>() + " ";
  words += exchange.contains("problem") ? exchange.at("problem").get<std::string>()
                                        : std::to_string(exchange.at("endpoint_ids").size());
  std::string aliases;
  for (const json& alias : exchange.at("aliases"))
    aliases += (aliases.empty() ? "" : ">") + alias.get<std::string>();
  return words + (aliases.empty() ? "" : " by " + aliases);
}

std::string domain_in_words(const json& domain) {
  std::string words = domain.at("mx_status").get<std::string>() + " " +
                      domain.at("mx_lookup").get<std::string>() +
                      (domain.at("authenticated") ? " authenticated" : "");
  for (const json& exchange : domain.at("exchanges")) words += "; " + exchange_in_words(exchange);
  return words;
}

std::string tlsa_in_words(const json& exchange) {
  const std::string name = exchange.at("name");
  if (!exchange.contains("tlsa")) return name + " -";
  const json& tlsa = exchange.at("tlsa");
  if (tlsa.contains("skipped")) return name + " " + tlsa.at("skipped").get<std::string>();
  std::string words = name + " " + tlsa.at("status").get<std::string>();
  for (const json& record : tlsa.at("records")) {
    for (const char* number : {"cert_usage", "selector", "matching_type"})
      words += " " + std::to_string(record.at(number).get<unsigned>());
  }
  return words + (tlsa.at("authenticated") ? " authenticated" : "");
}

std::string policy_in_words(const json& domain, const char* key) {
  if (!domain.contains(key)) return "-";
  std::string words = domain.at(key).at("status").get<std::string>();
  auto records = domain.at(key).at("records").get<std::vector<std::string>>();
  std::sort(records.begin(), records.end());  // resolvers change the order
  for (const std::string& record : records) words += " \"" + record + "\"";
  return words;
}

}  // namespace

std::string policies_in_words(const json& domain) {
  std::string words;
  for (const json& exchange : domain.at("exchanges")) words += tlsa_in_words(exchange) + "; ";
  words += "mta_sts " + policy_in_words(domain, "mta_sts");
  words += "; tlsrpt " + policy_in_words(domain, "tlsrpt") + "; no:";
  for (const auto& fact : domain.at("facts").items()) {
    if (fact.value().at("value") == "no") words += " " + fact.key();
  }
  return words;
}

std::vector<const json*> Results::of_type(const std::string& type) const {
  std::vector<const json*> found;
  for (const json& record : records) {
    if (record.at("type") == type) found.push_back(&record);
  }
  return found;
}

const json& Results::endpoint(const std::string& id) const {
  for (const json* record : of_type("endpoint")) {
    if (record->at("endpoint_id") == id) return *record;
  }
  FAIL("no endpoint " << id);
  return run;
}

const json& Results::domain(const std::string& name) const {
  for (const json* record : of_type("domain")) {
    if (record->at("domain") == name) return *record;
  }
  FAIL("no domain " << name);
  return run;
}

const Results& results() {
  static const Results read = [] {
    Results made;
    made.lines = read_lines("results.jsonl");
    for (const std::string& line : made.lines) made.records.push_back(json::parse(line));
    made.policy_lines = read_lines("policies.jsonl");
    made.audit_lines = read_lines("audit.jsonl");
    made.judged_lines = read_lines("judged.jsonl");
    made.run = read_document("run.json");
    made.mxlab = read_document("mxlab.json");
    return made;
  }();
  return read;
}

std::map<std::string, std::string> expected(const std::string& name) {
  std::map<std::string, std::string> rows;
  std::ifstream file(std::string(WAXSEAL_LAB_EXPECTED) + "/" + name + ".txt");
  REQUIRE(file.good());
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t end = line.find(' ');
    rows[line.substr(0, end)] = std::string(base::trim(line.substr(end)));
  }
  return rows;
}

std::string in_words(const json& record) {
  return record.at("type") == "domain" ? domain_in_words(record) : endpoint_in_words(record);
}

bool has_real_servers() { return getuid() == 0; }

}  // namespace lab
