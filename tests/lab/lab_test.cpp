// SPDX-License-Identifier: GPL-3.0-or-later
//
// One scan of the whole lab, looked at from several sides.
#include <set>

#include <doctest/doctest.h>

#include "lab_results.hpp"
#include "model/journal_json.hpp"
#include "model/records_json.hpp"
#include "support/schema_check.hpp"

namespace {

using nlohmann::json;

bool is_real_server(const std::string& endpoint_id) {
  return endpoint_id.find("/127.0.25.") != std::string::npos ||
         endpoint_id.find("/[fd00:25::1]") != std::string::npos;
}

TEST_CASE("every line obeys the schema, unknown fields refused") {
  for (const std::string& line : lab::results().lines) {
    const auto problem = support::schema_problem(line);
    CHECK_MESSAGE(!problem, problem.value_or("") << " in " << line.substr(0, 300));
  }
  const auto problem = support::schema_problem(lab::results().run.dump());
  CHECK_MESSAGE(!problem, problem.value_or(""));
}

TEST_CASE("what the run counted can be counted from its lines") {
  model::RunRecord again;
  for (const std::string& line : lab::results().lines) {
    const auto entry = model::read_journal_line(line);
    REQUIRE_MESSAGE(entry, line.substr(0, 300));
    CHECK_MESSAGE(entry->problem.empty(), entry->problem);
    again.counts += entry->counts;
  }
  const json counted = json::parse(model::run_document(again));
  for (const std::string key :
       {"domains", "endpoints", "certificates", "connections", "dirty_closes", "funnel",
        "mx_statuses", "statuses", "ends", "outcomes", "measurabilities", "skipped", "tls_versions",
        "stage_times"}) {
    CAPTURE(key);
    CHECK(counted.at(key) == lab::results().run.at(key));
  }
}

TEST_CASE("every endpoint is found to be what it is") {
  auto expected = lab::expected("endpoints");
  for (const json* endpoint : lab::results().of_type("endpoint")) {
    const std::string id = endpoint->at("endpoint_id");
    const auto row = expected.find(id);
    REQUIRE_MESSAGE(row != expected.end(),
                    id << " is not in expected/endpoints.txt: " << lab::in_words(*endpoint));
    const bool comparable =
        row->second != "any" && (lab::has_real_servers() || !is_real_server(id));
    if (comparable) CHECK_MESSAGE(lab::in_words(*endpoint) == row->second, id);
    expected.erase(row);
  }
  for (const auto& [id, words] : expected)
    CHECK_MESSAGE(false, id << " was not visited: " << words);
}

TEST_CASE("every domain is resolved as it should be") {
  auto expected = lab::expected("domains");
  for (const json* domain : lab::results().of_type("domain")) {
    const std::string name = domain->at("domain");
    const auto row = expected.find(name);
    REQUIRE_MESSAGE(row != expected.end(),
                    name << " is not in expected/domains.txt: " << lab::in_words(*domain));
    CHECK_MESSAGE(lab::in_words(*domain) == row->second, name);
    expected.erase(row);
  }
  for (const auto& [name, words] : expected)
    CHECK_MESSAGE(false, name << " has no line: " << words);
}

TEST_CASE("every domain that was asked has the TLS policies that its zone has") {
  auto expected = lab::expected("policies");
  REQUIRE_FALSE(expected.empty());
  for (const std::string& line : lab::results().policy_lines) {
    const auto problem = support::schema_problem(line);
    CHECK_MESSAGE(!problem, problem.value_or("") << " in " << line.substr(0, 300));
    const json record = json::parse(line);
    if (record.at("type") != "domain") continue;
    const std::string name = record.at("domain");
    const auto row = expected.find(name);
    REQUIRE_MESSAGE(row != expected.end(), name << " is not in expected/policies.txt");
    CHECK_MESSAGE(lab::policies_in_words(record) == row->second, name);
    expected.erase(row);
  }
  for (const auto& [name, words] : expected)
    CHECK_MESSAGE(false, name << " has no line: " << words);
}

TEST_CASE("what refers to a line finds it, and before itself") {
  std::set<std::string> endpoints;
  std::set<std::string> certificates;
  for (const json& record : lab::results().records) {
    if (record.at("type") == "certificate") {
      CHECK(certificates.insert(record.at("fingerprint_sha256")).second);  // once each
    } else if (record.at("type") == "endpoint") {
      CHECK(endpoints.insert(record.at("endpoint_id")).second);  // visited once
      const json tls = record.value(
          "/data/smtp/result/tls/handshake_log/server_certificates"_json_pointer, json());
      if (tls.is_null()) continue;
      CHECK(certificates.count(tls.at("certificate").at("fingerprint_sha256")) == 1);
      for (const json& more : tls.at("chain"))
        CHECK(certificates.count(more.at("fingerprint_sha256")) == 1);
    } else {
      for (const json& exchange : record.at("exchanges")) {
        for (const json& id : exchange.at("endpoint_ids")) CHECK(endpoints.count(id) == 1);
      }
    }
  }
  CHECK(certificates.size() > 10);
}

TEST_CASE("two domains that share an MX share its one visit") {
  const auto& results = lab::results();
  const json a = results.domain("shared-a.test").at("exchanges").at(0).at("endpoint_ids");
  CHECK(a == results.domain("shared-b.test").at("exchanges").at(0).at("endpoint_ids"));
  CHECK(a.size() == 1);
}

TEST_CASE("what was in the clear and what is inside TLS are told apart") {
  if (!lab::has_real_servers()) return;
  // Given Postfix, which takes STARTTLS out of its list inside TLS
  const json& capabilities = lab::results()
                                 .endpoint("mx1.good.test/127.0.25.1:25")
                                 .at("data")
                                 .at("smtp")
                                 .at("result")
                                 .at("capabilities");
  const auto offers = [](const json& list) {
    return std::find(list.begin(), list.end(), "STARTTLS") != list.end();
  };
  CHECK(offers(capabilities.at("before_tls")));
  CHECK_FALSE(offers(capabilities.at("after_tls")));
  // And a server that still offers it there
  const json& odd = lab::results().endpoint("inside-offers-starttls.mxlab.test/127.0.26.79:25");
  CHECK(offers(odd.at("data").at("smtp").at("result").at("capabilities").at("after_tls")));
}

TEST_CASE("clear text behind the 220 is kept as evidence") {
  const json& endpoint = lab::results().endpoint("starttls-extra-text.mxlab.test/127.0.26.36:25");
  std::set<std::string> types;
  for (const json& event : endpoint.at("data").at("smtp").at("result").at("events"))
    types.insert(event.at("type"));
  CHECK(types.count("cleartext_after_220") == 1);
  CHECK(types.count("handshake_done") == 1);
}

TEST_CASE("the counts of the run agree with the lines") {
  const auto& results = lab::results();
  CHECK(results.run.at("domains") == results.of_type("domain").size());
  CHECK(results.run.at("endpoints") == results.of_type("endpoint").size());
  CHECK(results.run.at("certificates") == results.of_type("certificate").size());
  CHECK(results.run.at("duplicates") == 1);
  CHECK(results.run.at("bad_lines") == 0);
  std::size_t connections = 0;
  for (const json* endpoint : results.of_type("endpoint"))
    connections += endpoint->at("connections_used").get<std::size_t>();
  CHECK(results.run.at("connections") == connections);
}

TEST_CASE("the servers met a polite client") {
  const json& mxlab = lab::results().mxlab;
  REQUIRE(mxlab.at("addresses").size() > 50);
  CHECK(mxlab.at("totals").at("violations").empty());
  CHECK(mxlab.at("totals").at("ehlo_names").size() == 1);
  CHECK(mxlab.at("totals").at("ehlo_names").contains("scanner.good.test"));
  for (const auto& entry : mxlab.at("addresses").items()) {
    CAPTURE(entry.key());
    const json& counters = entry.value();
    CHECK(counters.at("max_concurrent") <= 1);
    CHECK(counters.at("early_talk").at("before_greeting") == 0);
    CHECK(counters.at("early_talk").at("before_tls") == 0);
  }
}

TEST_CASE("every close that a server calls dirty is in the record") {
  const json& addresses = lab::results().mxlab.at("addresses");
  std::size_t compared = 0;
  for (const json* endpoint : lab::results().of_type("endpoint")) {
    const std::string address = endpoint->at("ip").get<std::string>() + ":25";
    if (!addresses.contains(address)) continue;
    CAPTURE(address);
    // We count a failed handshake as dirty even when the server was the one to leave.
    CHECK(addresses.at(address).at("dirty_closes") <= endpoint->at("dirty_closes"));
    CHECK(addresses.at(address).at("connections") == endpoint->at("connections_used"));
    ++compared;
  }
  CHECK(compared > 50);
}

}  // namespace
