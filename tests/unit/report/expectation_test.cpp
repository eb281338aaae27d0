// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/expectation.hpp"

#include <algorithm>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "model/endpoint.hpp"
#include "report/expectation_names.hpp"
#include "sample_audit.hpp"
#include "support/printed.hpp"
#include "support/schema_check.hpp"

using model::Answer;
using printed::has;
using report::Comparison;

namespace {

std::vector<model::Sender> senders() {
  std::vector<model::Sender> all(3);
  all[0].id = "postfix-dane-debian12";
  all[1].id = "exim-debian12";
  all[2].id = "gmail";
  return all;
}

std::string problem_of(const std::string& text) {
  const auto read = report::read_expectation(text, "mail.json", senders());
  return read.ok() ? "" : read.error().message;
}

report::Expectation expectation(const std::string& text) {
  const auto read = report::read_expectation(text, "mail.json", senders());
  REQUIRE_MESSAGE(read.ok(), (read.ok() ? "" : read.error().message));
  return *read;
}

model::Fact fact(std::string_view name, Answer value, std::string seen = {}) {
  model::Fact fact;
  fact.name = name;
  fact.value = value;
  fact.doubt = value == Answer::unknown ? model::Doubt::not_measured : model::Doubt::none;
  fact.seen = std::move(seen);
  return fact;
}

model::Verdict verdict(std::string_view check, model::Result result) {
  model::Verdict verdict;
  verdict.check = check;
  verdict.result = result;
  verdict.seen = "as seen";
  return verdict;
}

// The first two servers of the sample, with facts and verdicts of their own.
struct Found {
  explicit Found(report::Domain made) : domain(std::move(made)) {
    record.facts = {fact("tlsrpt_record", Answer::no, "no record")};
    record.verdicts = {verdict("rfc8461/record_is_single", model::Result::fail)};
    for (const report::Host& host : domain.hosts)
      for (const report::Server& server : host.servers) {
        model::EndpointRecord endpoint;
        endpoint.endpoint.mx_host = host.name;
        endpoint.endpoint.ip = *base::IpAddress::parse(server.address);
        endpoint.endpoint.port = server.port;
        REQUIRE(model::endpoint_id(endpoint.endpoint) == server.endpoint_id);
        endpoint.facts = {fact("tls1_3", Answer::yes)};
        endpoint.verdicts = {verdict("rfc7672/works_without_server_name", model::Result::pass)};
        endpoints.push_back(std::move(endpoint));
      }
  }
  [[nodiscard]] std::vector<Comparison> against(const std::string& text) const {
    report::Observed observed{domain, record, {}};
    for (const model::EndpointRecord& endpoint : endpoints) observed.servers.push_back(&endpoint);
    return report::compare(expectation(text), observed);
  }

  report::Domain domain;
  model::DomainRecord record;
  std::vector<model::EndpointRecord> endpoints;
};

Found safe() { return Found(sample::safe_domain()); }
Found not_yet() { return Found(sample::not_yet_domain()); }

}  // namespace

TEST_CASE("expectations that are met, of every section") {
  const auto all = safe().against(R"({
    "domain": {"verdict": "safe", "dane": "valid", "dane_coverage": "all",
               "mta_sts": ["testing", "enforce"], "tlsrpt": "valid", "requiretls": "yes",
               "tlsrpt_record": "no"},
    "enforcement": {"dane": "safe"},
    "every_server": {"tls1_3": "yes", "dane": "matches", "mta_sts": "fits",
                     "outcome": "quit.completed"},
    "checks": {"rfc7672/*": "pass"},
    "senders": {"postfix-dane-debian12": "tls_auth", "*": ["tls_auth", "tls_unauth"]}})");
  for (const Comparison& one : all) {
    CAPTURE(one.what + ": " + one.found);
    CHECK(one.met == Answer::yes);
  }
  CHECK(all.size() == 7 + 1 + 4 * 4 + 4 + 2);
  CHECK(report::counts_of(all).yes == all.size());
}

TEST_CASE("what is otherwise is not met, and says what was found") {
  const auto all = not_yet().against(R"({"domain": {"dane": ["valid", "rollover"],
    "tlsrpt_record": "yes"}, "enforcement": {"requiretls": "safe"},
    "senders": {"exim-debian12": "tls_unauth"}})");
  REQUIRE(all.size() == 4);
  for (const Comparison& one : all) CHECK(one.met == Answer::no);
  CHECK(all[0].what == "dane of notyet.example");
  CHECK(all[0].wanted == "valid or rollover");
  CHECK(all[0].found == "invalid");
  CHECK(all[1].found == "no, no record");
  CHECK(all[2].found == "not_possible");
  CHECK(all[3].found == "clear_reconnect, keyUsage does not allow signing");
}

TEST_CASE("what is not known is neither met nor not, unless that was expected") {
  const Found unknown(sample::unknown_domain());
  for (const Comparison& one : unknown.against(R"({"domain": {"verdict": "safe", "dane": "valid",
    "mta_sts": "enforce", "tlsrpt": "none", "requiretls": "no", "mx_secure": "yes"},
    "enforcement": {"dane": "safe"}, "senders": {"gmail": "tls_auth"}})")) {
    CAPTURE(one.what);
    CHECK(one.met == Answer::unknown);
  }
  CHECK(unknown.against(R"({"domain": {"verdict": ["safe", "unknown"]}})")[0].met == Answer::yes);
}

TEST_CASE("every server is asked, and those that nobody looked at are not known") {
  Found found = not_yet();
  found.endpoints[1].facts = {fact("tls1_3", Answer::no, "alert protocol_version(70)")};
  found.endpoints[2].facts = {fact("tls1_3", Answer::unknown)};
  const auto all = found.against(R"({"every_server": {"tls1_3": "yes"}})");
  REQUIRE(all.size() == 4);
  CHECK(all[0].met == Answer::yes);
  CHECK(all[0].what == "tls1_3 of mx1.notyet.example/192.0.2.1:25");
  CHECK(all[1].met == Answer::no);
  CHECK(all[1].found == "no, alert protocol_version(70)");
  CHECK(all[2].found == "unknown (not_measured)");
  CHECK(all[3].what == "tls1_3 of mx3.notyet.example");
  CHECK(all[3].met == Answer::unknown);
  found.endpoints.pop_back();
  CHECK(found.against(R"({"every_server": {"tls1_3": "yes"}})")[2].found == "not looked at");
  CHECK(found.against(R"({"every_server": {"mta_sts": "fits"}})")[1].found == "does_not_fit");
  found.domain.hosts.clear();
  const auto none = found.against(R"({"every_server": {"tls1_3": "yes"}})");
  REQUIRE(none.size() == 1);
  CHECK(none[0].met == Answer::unknown);
}

TEST_CASE("of several patterns the longest counts, and a check is judged once") {
  Found found = not_yet();
  const auto all = found.against(R"({"checks": {"*": "pass", "rfc8461/*": "warn",
    "rfc8461/record_is_single": ["fail"]}})");
  std::size_t of_record = 0;
  for (const Comparison& one : all) {
    CHECK(one.met == Answer::yes);
    of_record += has(one.what, "record_is_single") ? 1 : 0;
  }
  CHECK(of_record == 1);
  CHECK(found.against(R"({"senders": {"*": "tls_auth", "gmail": "tls_unauth"}})")[3].met ==
        Answer::yes);
}

TEST_CASE("pass is met by what demands nothing, and a doubt is no failure") {
  Found found = safe();
  found.endpoints[0].verdicts = {
      verdict("rfc7672/works_without_server_name", model::Result::not_applicable),
      verdict("rfc7672/tlsa_usable", model::Result::info),
      verdict("rfc7672/tlsa_on_every_mx", model::Result::inconclusive),
      verdict("rfc7672/tlsa_lookups_answered", model::Result::warn)};
  found.endpoints.resize(1);
  const auto all = found.against(R"({"checks": {"rfc7672/*": "pass"}})");
  REQUIRE(all.size() == 4);
  CHECK(all[0].met == Answer::yes);
  CHECK(all[1].met == Answer::yes);
  CHECK(all[2].met == Answer::unknown);
  CHECK(all[3].met == Answer::no);
  CHECK(all[3].found == "warn, as seen");
}

TEST_CASE("what nobody judged does not go by unnoticed") {
  const auto all = safe().against(R"({"checks": {"rfc8314/*": "pass"},
    "senders": {"exim-debian12": "tls_unauth"}})");
  REQUIRE(all.size() == 2);
  CHECK(all[0].found == "not judged");
  CHECK(all[1].found == "not predicted");
  CHECK(report::counts_of(all).unknown == 2);
}

TEST_CASE("the text counts, and names what is not as expected") {
  const auto all = not_yet().against(
      R"({"domain": {"verdict": "not_yet", "dane": "valid"}, "senders": {"*": "tls_unauth"}})");
  const std::string text = report::expectation_text("the expectations of mail.json", all, {});
  CHECK(
      text.starts_with("Of the expectations of mail.json 2 are met, 3 not, and of 1 it is not "
                       "known.\n"));
  CHECK(has(text, "  NOT MET dane of notyet.example: wanted valid, found invalid\n"));
  CHECK(has(text, "  NOT KNOWN mail of java17-james to notyet.example: wanted"));
  CHECK_FALSE(has(text, "verdict of"));
  CHECK(printed::widest_line(text) <= 80);
}

TEST_CASE("a name that there is none of is refused, with its place and the nearest one") {
  CHECK(problem_of(R"({"domain": {"dan": "valid"}})") ==
        "mail.json:1:17: nothing is called \"dan\" in \"domain\"; did you mean \"dane\"?; the "
        "facts are those of results-schema, with yes, no or unknown");
  CHECK(has(problem_of("{\n \"every_server\": {\n  \"tls1_4\": \"yes\"}}"), "mail.json:3:"));
  CHECK(has(problem_of(R"({"every_server": {"tls1_4": "yes"}})"), "did you mean \"tls1_"));
  CHECK(has(problem_of(R"({"checks": {"rfc7672/tlsa_useable": "pass"}})"),
            "did you mean \"rfc7672/tlsa_usable\"?"));
  CHECK(has(problem_of(R"({"checks": {"rfc9999/*": "pass"}})"), "\"waxseal checks\" lists them"));
  CHECK(has(problem_of(R"({"senders": {"gmial": "tls_auth"}})"), "did you mean \"gmail\"?"));
  CHECK(has(problem_of(R"({"enforcement": {"everything": "safe"}})"),
            "known here: mta_sts, dane, mandatory_tls, requiretls"));
}

TEST_CASE("a word that a name cannot have is refused, in a list too") {
  CHECK(has(problem_of(R"({"domain": {"verdict": "save"}})"), "did you mean \"safe\"?"));
  CHECK(has(problem_of(R"({"every_server": {"tls1_3": "matches"}})"),
            "known here: yes, no, unknown"));
  CHECK(has(problem_of(R"({"senders": {"*": ["tls_auth", "tls"]}})"), "\"tls\" is none of its"));
  CHECK(has(problem_of(R"({"every_server": {"outcome": "quit.complete"}})"),
            "did you mean \"quit.completed\"?"));
  CHECK(has(problem_of(R"({"domain": {"verdict": true}})"), "a word is wanted here"));
  CHECK(has(problem_of(R"({"domain": {"verdict": []}})"), "the list is empty"));
}

TEST_CASE("what is no such document is refused") {
  CHECK(has(problem_of("{"), "not JSON"));
  CHECK(has(problem_of("[]"), "an object is expected here"));
  CHECK(has(problem_of(R"({"domains": {}})"), "unknown key \"domains\""));
  CHECK(has(problem_of(R"({"domain": "safe"})"), "\"domain\" wants an object"));
  CHECK(has(problem_of("{}"), "nothing is expected here"));
  CHECK(has(problem_of(R"({"domain": {"dane": "valid", "dane": "none"}})"), "second time"));
  CHECK(problem_of(R"({"$schema": "expectation.schema.json", "domain": {}})").empty());
}

TEST_CASE("program and schema know the same names and words") {
  std::ifstream file(std::string(WAXSEAL_SCHEMA_DIR) + "/expectation.schema.json");
  const nlohmann::json properties = nlohmann::json::parse(file)["properties"];
  for (const report::Section section :
       {report::Section::domain, report::Section::enforcement, report::Section::every_server}) {
    for (const auto& item :
         properties[std::string(report::to_string(section))]["properties"].items()) {
      CAPTURE(item.key());
      const auto names = report::names_of(section, {});
      // Once: no fact has the name of a state.
      CHECK(std::count(names.begin(), names.end(), item.key()) == 1);
      if (item.key() == "outcome") continue;  // outcomes.md has its words
      CHECK(item.value()["oneOf"][0]["enum"] ==
            nlohmann::json(report::words_of(section, item.key())));
    }
  }
}

TEST_CASE("a file that the program takes is valid by the schema, and one with a new key is not") {
  const auto problem = support::schema_problem_of_expectation(R"({"domain": {"verdict": "safe",
    "mx_secure": "yes"}, "every_server": {"tls1_3": ["yes", "unknown"], "outcome": "quit.completed"},
    "checks": {"rfc7672/*": "pass"}, "senders": {"*": ["tls_auth", "tls_unauth"]}})");
  CHECK_MESSAGE(!problem.has_value(), problem.value_or(""));
  CHECK(support::schema_problem_of_expectation(R"({"domains": {}})").has_value());
  CHECK(support::schema_problem_of_expectation(R"({"domain": {"mx_secure": "maybe"}})"));
}
