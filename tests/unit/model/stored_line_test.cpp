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
