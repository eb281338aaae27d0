// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/stored_line.hpp"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "model/records_json.hpp"
#include "samples.hpp"

namespace {

using model::Answer;
using model::Doubt;
using model::StoredLine;

// Names that begin with "f_", which live as long as the test.
std::string_view known_name(std::string_view name) {
  for (const std::string_view known : {"f_one", "f_two"}) {
    if (name == known) return known;
  }
  return {};
}

StoredLine read(std::string_view line) {
  model::StoredLineReader reader(known_name, known_name);
  return reader.read(line);
}

StoredLine read_route(std::string_view line) {
  model::StoredLineReader reader(known_name, known_name,
                                 model::StoredLineReader::Wanted::facts_and_routes);
  return reader.read(line);
}

std::string domain_with(const std::string& members) {
  return R"({"type":"domain","schema":"waxseal-domain/1.3","run_id":"r","domain":"example.org",)" +
         members + "}";
}

std::string line_with(const std::string& members) {
  return R"({"type":"endpoint","schema":"waxseal-endpoint/1.3","run_id":"r","endpoint_id":"mx 192.0.2.1 25",)"
         R"("port":25)" +
         members + "}";
}

}  // namespace

TEST_CASE("a stored line gives its facts back") {
  const StoredLine line = read(line_with(
      R"(,"data":{"smtp":{"facts":{"f_one":{"value":"no","because":{}}}}},"facts":{)"
      R"("f_one":{"value":"yes","because":{"probe":"tls12","seen":"a\\\\b\\xff"},"number":7,"list":["x","\\x00"]},)"
      R"("of_the_future":{"value":"yes","because":{}},)"
      R"("f_two":{"value":"unknown","because":{"doubt":"farm"}}})"));
  REQUIRE(line.problem.empty());
  CHECK(line.kind == StoredLine::Kind::endpoint);
  CHECK(line.run_id == "r");
  CHECK(line.key == "mx 192.0.2.1 25");
  CHECK(line.port == 25);
  REQUIRE(line.facts.size() == 2);
  const model::Fact& one = line.facts[0];
  CHECK(one.name == "f_one");
  CHECK(one.value == Answer::yes);
  CHECK(one.doubt == Doubt::none);
  CHECK(one.probe == "tls12");
  CHECK(one.seen == "a\\b\xff");
  CHECK(one.number == 7);
  CHECK(one.list == std::vector<std::string>{"x", std::string(1, '\0')});
  CHECK(line.facts[1].doubt == Doubt::farm);
}

TEST_CASE("the order of the members does not matter") {
  const StoredLine line = read(
      R"({"data":{},"domain":"example.org","endpoint_id":"mx","facts":{"f_one":{"because":{},"value":"no"}},)"
      R"("port":25,"run_id":"r","schema":"waxseal-endpoint/1.3","type":"endpoint"})");
  REQUIRE(line.problem.empty());
  CHECK(line.key == "mx");
  CHECK(line.port == 25);
  REQUIRE(line.facts.size() == 1);
  CHECK(line.facts[0].value == Answer::no);
}

TEST_CASE("a domain's line names its endpoints, each once") {
  const StoredLine line = read(
      R"({"type":"domain","schema":"waxseal-domain/1.0","run_id":"r","domain":"example.org",)"
      R"("exchanges":[{"name":"a","endpoint_ids":["2","1"]},{"endpoint_ids":["2"]},{"name":"b"}]})");
  REQUIRE(line.problem.empty());
  CHECK(line.kind == StoredLine::Kind::domain);
  CHECK(line.key == "example.org");
  CHECK(line.endpoint_ids == std::vector<std::string>{"1", "2"});
}

TEST_CASE("lines without facts are passed over, others say what is wrong") {
  CHECK(read(R"({"type":"certificate","schema":"waxseal-certificate/1.3","run_id":"r"})").kind ==
        StoredLine::Kind::other);
  CHECK(read(R"({"type":"certificate","schema":"waxseal-certificate/1.3"})").problem.empty());
  CHECK(read("").problem == "it is not one whole JSON object");
  CHECK(read("[1]").problem == "it is not one whole JSON object");
  CHECK(read(R"({"type":"endpoint","schema":"waxseal-endpoint/1.3")").problem ==
        "it is not one whole JSON object");
  CHECK(read(R"({"type":"endpoint"})").problem.find("name no line of waxseal") !=
        std::string::npos);
  CHECK(read(R"({"type":"endpoint","schema":"waxseal-endpoint/2.0"})").problem.find("only 1.x") !=
        std::string::npos);
  CHECK(read(R"({"type":"endpoint","schema":"waxseal-endpoint/1.0","run_id":"r"})")
            .problem.find("without its name") != std::string::npos);
  CHECK(read(line_with(R"(,"facts":[1])")).facts.empty());
  CHECK(read(line_with(R"(,"facts":{"f_one":3})")).facts.empty());
}

TEST_CASE("a fact that says unknown and not why was not asked about, a new doubt is one") {
  const StoredLine line = read(line_with(
      R"(,"facts":{"f_one":{"value":"unknown"},"f_two":{"value":"unknown","because":{"doubt":"new"}}})"));
  REQUIRE(line.facts.size() == 2);
  CHECK(line.facts[0].doubt == Doubt::not_asked);
  CHECK(line.facts[1].doubt == Doubt::not_measured);
}

TEST_CASE("facts come back from a line as they were written") {
  const model::EndpointRecord record = samples::full_endpoint();
  std::vector<std::string> names;
  for (const model::Fact& fact : record.facts) names.emplace_back(fact.name);
  model::StoredLineReader reader(
      [&names](std::string_view name) -> std::string_view {
        const auto found = std::find(names.begin(), names.end(), name);
        return found == names.end() ? std::string_view() : *found;
      },
      known_name);
  const StoredLine line = reader.read(model::endpoint_line(record, "run"));
  REQUIRE(line.problem.empty());
  std::size_t at = 0;
  for (const model::Fact& fact : record.facts) {
    if (fact.value == Answer::unknown && fact.doubt == Doubt::not_asked) continue;
    REQUIRE(at < line.facts.size());
    const model::Fact& stored = line.facts[at++];
    CHECK(stored.name == fact.name);
    CHECK(stored.value == fact.value);
    CHECK(stored.doubt == fact.doubt);
    CHECK(stored.probe == fact.probe);
    CHECK(stored.seen == fact.seen);
    CHECK(stored.number == fact.number);
    CHECK(stored.list == fact.list);
  }
  CHECK(at == line.facts.size());
}

TEST_CASE("the way of a message comes back from a domain's line as it was written") {
  const model::DomainRecord record = samples::full_domain();
  const StoredLine line = read_route(model::domain_line(record, "run"));
  REQUIRE(line.problem.empty());
  REQUIRE(line.route.has_value());
  const model::StoredRoute& route = *line.route;
  CHECK(route.mx_lookup == record.mx_lookup);
  CHECK(route.mx_status == record.mx_status);
  CHECK(route.authenticated == record.authenticated);
  CHECK(route.aliases == record.aliases);
  REQUIRE(route.exchanges.size() == record.exchanges.size());
  for (std::size_t i = 0; i < record.exchanges.size(); ++i) {
    const model::Exchange& exchange = route.exchanges[i];
    const model::Exchange& written = record.exchanges[i];
    CHECK(exchange.name == written.name);
    CHECK(exchange.preference == written.preference);
    CHECK(exchange.aliases == written.aliases);
    CHECK(exchange.authenticated == written.authenticated);
    CHECK(exchange.problem == written.problem);
    CHECK(exchange.endpoint_ids == written.endpoint_ids);
    CHECK(exchange.caa->status == written.caa->status);
    CHECK(exchange.caa->authenticated == written.caa->authenticated);
    CHECK(exchange.caa->name == written.caa->name);
    REQUIRE(exchange.caa->records.size() == written.caa->records.size());
    for (std::size_t j = 0; j < written.caa->records.size(); ++j) {
      CHECK(exchange.caa->records[j].critical == written.caa->records[j].critical);
      CHECK(exchange.caa->records[j].tag == written.caa->records[j].tag);
      CHECK(exchange.caa->records[j].value == written.caa->records[j].value);
    }
    CHECK(exchange.tlsa->status == written.tlsa->status);
    CHECK(exchange.tlsa->skipped == written.tlsa->skipped);
    CHECK(exchange.tlsa->authenticated == written.tlsa->authenticated);
    CHECK(exchange.tlsa->name == written.tlsa->name);
    REQUIRE(exchange.tlsa->records.size() == written.tlsa->records.size());
    for (std::size_t j = 0; j < written.tlsa->records.size(); ++j) {
      const model::TlsaRecord& tlsa = exchange.tlsa->records[j];
      CHECK(tlsa.usage == written.tlsa->records[j].usage);
      CHECK(tlsa.selector == written.tlsa->records[j].selector);
      CHECK(tlsa.matching_type == written.tlsa->records[j].matching_type);
      CHECK(tlsa.data == written.tlsa->records[j].data);
    }
  }
  CHECK(route.mta_sts->status == record.mta_sts->status);
  CHECK(route.mta_sts->authenticated == record.mta_sts->authenticated);
  CHECK(route.mta_sts->records == record.mta_sts->records);
  REQUIRE(line.outcome.has_value());
  CHECK(line.outcome->code == record.outcome->code);
  CHECK(line.outcome->measurability == record.outcome->measurability);
  CHECK(line.outcome->attribution == record.outcome->attribution);
}

TEST_CASE("the fetch of a policy comes back from a domain's line as it was written") {
  model::DomainRecord record = samples::full_domain();
  const model::PolicyFetch& written = *record.mta_sts_policy;
  const auto read_back = [&record] {
    const StoredLine line = read_route(model::domain_line(record, "run"));
    REQUIRE(line.route.has_value());
    return *line.route->mta_sts_policy;
  };
  const model::PolicyFetch fetch = read_back();
  CHECK(fetch.end == written.end);
  CHECK(fetch.host == written.host);
  CHECK(fetch.address == written.address);
  CHECK(fetch.http_status == written.http_status);
  CHECK(fetch.content_type == written.content_type);
  CHECK(fetch.location == written.location);
  CHECK(fetch.words == written.words);
  CHECK(fetch.body == written.body);
  CHECK(fetch.duration == written.duration);
  REQUIRE(fetch.validation.has_value());
  CHECK(fetch.validation->faults == written.validation->faults);
  CHECK(fetch.validation->matches_domain == written.validation->matches_domain);
  CHECK(fetch.validation->fingerprints == written.validation->fingerprints);

  model::PolicyFetch failed;
  failed.end = model::PolicyEnd::tls_failed;
  failed.host = "mta-sts.example.org";
  record.mta_sts_policy = failed;
  CHECK(read_back().end == model::PolicyEnd::tls_failed);
  CHECK(!read_back().validation);
  record.mta_sts_policy = model::PolicyFetch();
  CHECK(read_back().end == model::PolicyEnd::not_asked);
}

TEST_CASE("of a policy's fetch what is not as it should be is left out") {
  const StoredLine line = read_route(domain_with(
      R"("mta_sts_policy":{"end":"eaten","host":4,"http_status":"200","body":["x"],)"
      R"("duration_ms":-1,"validation":7,"fingerprints_sha256":["zz",1]},)"
      R"("exchanges":[{"name":"a","caa":{"status":1,"records":[{"critical":"yes","tag":2},3]}}])"));
  REQUIRE(line.route.has_value());
  CHECK(line.route->mta_sts_policy->end == model::PolicyEnd::not_asked);
  CHECK(line.route->mta_sts_policy->host.empty());
  CHECK(line.route->mta_sts_policy->http_status == 0);
  CHECK(line.route->mta_sts_policy->body.empty());
  CHECK(!line.route->mta_sts_policy->validation);
  REQUIRE(line.route->exchanges.size() == 1);
  CHECK(line.route->exchanges[0].caa->status.empty());
  REQUIRE(line.route->exchanges[0].caa->records.size() == 1);
  CHECK(!line.route->exchanges[0].caa->records[0].critical);
}

TEST_CASE("the endpoints of a route are the same as without one") {
  const std::string line = model::domain_line(samples::full_domain(), "run");
  CHECK(read(line).endpoint_ids.size() == 2);
  CHECK(read_route(line).endpoint_ids == read(line).endpoint_ids);
}

TEST_CASE("no way of a message where none was wanted") {
  const StoredLine domain = read(model::domain_line(samples::full_domain(), "run"));
  CHECK(!domain.route);
  CHECK(!domain.outcome);
  CHECK(!read(model::endpoint_line(samples::full_endpoint(), "run")).outcome);
  CHECK(!read_route(model::endpoint_line(samples::full_endpoint(), "run")).route);
}

TEST_CASE("every outcome of an endpoint comes back, wherever it stands") {
  using model::Attribution;
  using model::Measurability;
  model::EndpointRecord record = samples::full_endpoint();
  for (const Measurability measurability :
       {Measurability::measured, Measurability::transient, Measurability::blocked,
        Measurability::vantage, Measurability::skipped}) {
    for (const Attribution attribution :
         {Attribution::server, Attribution::path, Attribution::dns, Attribution::policy_host,
          Attribution::client, Attribution::unknown}) {
      record.outcome = {"starttls.not_offered", measurability, attribution, 2, 1};
      const StoredLine line = read_route(model::endpoint_line(record, "run"));
      REQUIRE(line.outcome.has_value());
      CHECK(line.outcome->code == "starttls.not_offered");
      CHECK(line.outcome->measurability == measurability);
      CHECK(line.outcome->attribution == attribution);
    }
  }
  const StoredLine behind = read_route(
      line_with(R"(,"facts":{"f_one":{"value":"yes","because":{}}},"data":{},)"
                R"("outcome":{"attribution":"martian","measurability":"guessed","code":"a.b"})"));
  REQUIRE(behind.outcome.has_value());
  CHECK(behind.facts.size() == 1);
  CHECK(behind.outcome->code == "a.b");
  CHECK(behind.outcome->measurability == Measurability::skipped);
  CHECK(behind.outcome->attribution == Attribution::unknown);
}

TEST_CASE("what of a route is not as it should be is left out") {
  for (const char* exchanges : {"3", "{}", "[3]", "[[]]"}) {
    CAPTURE(exchanges);
    const StoredLine line = read_route(domain_with(R"("exchanges":)" + std::string(exchanges)));
    REQUIRE(line.route.has_value());
    CHECK(line.route->exchanges.empty());
  }
  const StoredLine line = read_route(domain_with(
      R"("authenticated":"true","mx_lookup":7,"aliases":{},"mta_sts":[],"outcome":"no","exchanges":[{)"
      R"("name":1,"preference":-1,"endpoint_ids":"x","aliases":[1],"tlsa":{"status":"NOERROR",)"
      R"("records":[{"cert_usage":256,"selector":1.5,"matching_type":1,"certificate":"0g"},4]}}])"));
  REQUIRE(line.problem.empty());
  REQUIRE(line.route.has_value());
  CHECK(!line.outcome);
  CHECK(!line.route->authenticated);
  CHECK(line.route->mx_lookup.empty());
  CHECK(line.route->mta_sts->status.empty());
  REQUIRE(line.route->exchanges.size() == 1);
  const model::Exchange& exchange = line.route->exchanges.front();
  CHECK(exchange.name.empty());
  CHECK(exchange.preference == 0);
  CHECK(exchange.endpoint_ids.empty());
  REQUIRE(exchange.tlsa->records.size() == 1);
  CHECK(exchange.tlsa->records.front().usage == 0);
  CHECK(exchange.tlsa->records.front().matching_type == 1);
  CHECK(exchange.tlsa->records.front().data.empty());
}

TEST_CASE("a line whose route is no JSON is given up, and not read on from somewhere") {
  const StoredLine line = read_route(domain_with(
      R"("exchanges":[{"tlsa":{"status":"NOERROR","n"ame:"x","records":[]}},{"name":"b"}],)"
      R"("facts":{"f_one":{"value":"yes","because":{}}})"));
  CHECK(line.problem == "it is not one whole JSON object");
}

TEST_CASE("of more MX hosts and records than DNS can have the first are read") {
  std::string exchanges = "[";
  for (int i = 0; i < 5'001; ++i) exchanges += R"({"endpoint_ids":["a","b","c"]},)";
  exchanges.back() = ']';
  const StoredLine line = read_route(domain_with(R"("exchanges":)" + exchanges));
  REQUIRE(line.route.has_value());
  CHECK(line.route->exchanges.size() == 5'000);
  CHECK(line.endpoint_ids == std::vector<std::string>{"a", "b", "c"});
  std::string records = "[";
  for (int i = 0; i < 5'001; ++i) records += R"({"cert_usage":3},)";
  records.back() = ']';
  const StoredLine tlsa =
      read_route(domain_with(R"("exchanges":[{"tlsa":{"records":)" + records + "}}]"));
  CHECK(tlsa.route->exchanges.at(0).tlsa->records.size() == 5'000);
}

TEST_CASE("a version without a minor number is one, none at all is not") {
  const auto problem = [](const std::string& schema) {
    return read(R"({"type":"domain","schema":")" + schema + R"(","run_id":"r","domain":"a"})")
        .problem;
  };
  CHECK(problem("waxseal-domain/1").empty());
  CHECK(problem("waxseal-domain/1.99").empty());
  CHECK(problem("waxseal-domain/").find("name no line") != std::string::npos);
  CHECK(problem("waxseal-domain/10.1").find("version 10.1") != std::string::npos);
}
