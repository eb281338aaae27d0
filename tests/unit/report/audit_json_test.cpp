// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <set>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "report/formats.hpp"
#include "sample_audit.hpp"
#include "support/schema_check.hpp"

using nlohmann::json;

namespace {

json parsed(const report::Audit& audit) { return json::parse(report::json_of(audit)); }

json domain_of(report::Domain domain) {
  return parsed(sample::audit_of(std::move(domain)))["domains"][0];
}

// Each property of an object that some part of the document has, by the names on the way to it.
void collect(const json& part, const std::string& way, std::set<std::string>& ways) {
  if (part.is_array())
    for (const json& entry : part) collect(entry, way, ways);
  if (!part.is_object()) return;
  for (const auto& item : part.items()) {
    ways.insert(way + "/" + item.key());
    collect(item.value(), way + "/" + item.key(), ways);
  }
}

// The same of what the schema describes.
void collect_described(const json& schema, const json& part, const std::string& way,
                       std::set<std::string>& ways) {
  if (part.contains("$ref"))
    return collect_described(
        schema, schema.at(json::json_pointer(part["$ref"].get<std::string>().substr(1))), way,
        ways);
  if (part.contains("items")) collect_described(schema, part["items"], way, ways);
  if (!part.contains("properties")) return;
  for (const auto& item : part["properties"].items()) {
    ways.insert(way + "/" + item.key());
    collect_described(schema, item.value(), way + "/" + item.key(), ways);
  }
}

}  // namespace

TEST_CASE("every audit obeys the schema, unknown fields refused") {
  for (const report::Audit& audit :
       {sample::audit(), sample::audit_of({}), sample::audit_of(sample::unknown_domain())}) {
    const auto problem = support::schema_problem(report::json_of(audit));
    CHECK_MESSAGE(!problem.has_value(), problem.value_or(""));
  }
}

TEST_CASE("the sample has every field that the schema describes") {
  report::Audit audit = sample::audit();
  // Nothing in the sample has reason for these.
  audit.domains[1].senders[0].verdict.clear_after_minutes = 5;
  audit.domains[1].senders[0].verdict.tlsrpt_reason = "tls-handshake-failure";
  audit.domains[1].mta_sts.why = "x";
  audit.domains[1].mta_sts.tlsrpt_result = "sts-policy-invalid";
  auto& server = audit.domains[1].dane.hosts[0].servers[0];
  server.match.why = "x";
  server.match.property = "certificate_digests";
  server.tlsrpt_result = "validation-failure";
  std::set<std::string> written;
  collect(parsed(audit), "", written);
  std::ifstream file(std::string(WAXSEAL_SCHEMA_DIR) + "/audit.schema.json");
  const json schema = json::parse(file);
  std::set<std::string> described;
  collect_described(schema, schema, "", described);
  for (const std::string& way : described) {
    CAPTURE(way);
    CHECK(written.contains(way));
  }
}

TEST_CASE("a domain says its verdict, and what stands behind it") {
  const json domain = domain_of(sample::not_yet_domain());
  CHECK(domain["verdict"] == "not_yet");
  CHECK(domain["headline"] == "not yet: 2 servers and 3 of 4 kinds of sender would fail");
  CHECK(domain["reasons"].size() == 3);
  CHECK(domain["enforcement"][0] == json{{"id", "mta_sts"},
                                         {"name", "MTA-STS with mode enforce"},
                                         {"verdict", "not_yet"},
                                         {"possible", true},
                                         {"in_force", true},
                                         {"why", "The policy does not name mx2.notyet.example."},
                                         {"senders", 6},
                                         {"failing", {"gmail", "exchange-online"}},
                                         {"unknown", json::array()}});
  CHECK(domain["findings"][0]["id"] == "dane.invalid");
  CHECK(domain["findings"][0]["sources"] ==
        json::array({{{"document", "RFC 7672"},
                      {"section", "3.1"},
                      {"says", "TLSA records must match the server's certificate chain."}},
                     {{"document", "RFC 7671"}, {"section", "8.1"}}}));
}

TEST_CASE("servers stand below their hosts, and texts that are empty are absent") {
  const json domain = domain_of(sample::not_yet_domain());
  const json dead = domain["hosts"][1]["servers"][0];
  CHECK(dead["outcome"] == "connect.timeout");
  CHECK_FALSE(dead.contains("greeting"));
  CHECK_FALSE(dead.contains("not_after"));
  CHECK(dead["versions"].empty());
  CHECK(domain["hosts"][2]["problem"] == "its name has no address");
  CHECK(domain["hosts"][0]["servers"][1]["not_after"] == "2026-11-01T09:30:00.000Z");
}

TEST_CASE("a stranger's octets come as well-formed UTF-8") {
  const json domain = domain_of(sample::not_yet_domain());
  CHECK(domain["findings"][3]["places"][0]["seen"] ==
        "<script>alert(\"1\")</script> ' & \x1b[31m \x07 \\xff ]]>");
}

TEST_CASE("DANE is told record by record, in hexadecimal") {
  const json host = domain_of(sample::not_yet_domain())["dane"]["hosts"][0];
  CHECK(host["state"] == "invalid");
  CHECK(host["tlsa_name"] == "_25._tcp.mx1.notyet.example");
  CHECK(host["servers"][0]["state"] == "fails");
  CHECK(host["servers"][0]["records"][1] ==
        json{{"usage", 1},
             {"selector", 1},
             {"matching_type", 1},
             {"data", "3333333333333333333333333333333333333333333333333333333333333333"},
             {"use", "unusable"},
             {"why", "usage 1"}});
}

TEST_CASE("MTA-STS is told with its policy, and without one where there is none") {
  const json mta_sts = domain_of(sample::not_yet_domain())["mta_sts"];
  CHECK(mta_sts["policy"] ==
        json{{"mode", "enforce"}, {"mx", {"mx1.notyet.example"}}, {"max_age", 86400}});
  CHECK(mta_sts["hosts"][0]["servers"][1]["tlsrpt_result"] == "certificate-expired");
  CHECK(mta_sts["hosts"][1]["covered"] == false);
  CHECK_FALSE(domain_of(sample::unknown_domain())["mta_sts"].contains("policy"));
}

TEST_CASE("senders have the words of verdict lines") {
  const json sender = domain_of(sample::not_yet_domain())["senders"][0];
  CHECK(sender["sender"] == "postfix-dane-debian12");
  CHECK(sender["delivery"] == "defer_until_expiry");
  CHECK(sender["bounce_after_hours"] == 120);
  CHECK(sender["what_if"]["expires_tomorrow"] == "defer_until_expiry");
  CHECK(sender["assumed"] == false);
}

TEST_CASE("suggestions are ready to be published") {
  const json all = domain_of(sample::not_yet_domain())["suggestions"];
  CHECK(all["mta_sts_record"]["value"] == "\"v=STSv1; id=20261122T0930;\"");
  CHECK(
      all["mta_sts_policy"].get<std::string>().starts_with("version: STSv1\r\nmode: testing\r\n"));
  CHECK(all["tlsa_to_remove"].size() == 1);
  CHECK_FALSE(domain_of(sample::unknown_domain())["suggestions"].contains("tlsrpt_record"));
}
