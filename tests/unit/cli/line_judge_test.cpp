// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/line_judge.hpp"

#include <doctest/doctest.h>

#include "model/records_json.hpp"

namespace {

using model::Answer;
using model::Doubt;
using model::Level;
using model::Result;

const std::string kRun = "20261121T093000Z-0a1b2c3d";

model::EndpointRecord endpoint(const char* ip, Answer tls1_0) {
  model::EndpointRecord record;
  record.endpoint = {"mx.example.org", *base::IpAddress::parse(ip), 25};
  record.facts = {{"tls1_0", tls1_0, Doubt::none, "tls10", "as seen"}};
  record.verdicts = checks::judge_of(checks::Subject::endpoint).judge(record.facts, 25);
  return record;
}

model::DomainRecord domain(const std::vector<std::string>& endpoint_ids) {
  model::DomainRecord record;
  record.domain = "example.org";
  record.exchanges.emplace_back().endpoint_ids = endpoint_ids;
  return record;
}

std::string id_of(const model::EndpointRecord& record) {
  return model::endpoint_id(record.endpoint);
}

}  // namespace

TEST_CASE("a stored line is judged as it was when it was written") {
  cli::LineJudge judge("1.2.3");
  const auto record = endpoint("192.0.2.1", Answer::yes);
  const auto judged = judge.judge(model::endpoint_line(record, kRun));
  REQUIRE(judged.line.has_value());
  CHECK(judged.line->verdicts == *record.verdicts);
  CHECK(judged.line->is_endpoint);
  CHECK(judged.line->key == id_of(record));
  CHECK(judged.line->run_id == kRun);
  CHECK(judged.line->version == "1.2.3");
  CHECK(judge.endpoints() == 1);
  const auto& counts = judge.counts().at("rfc8996/no_tls1_0");
  CHECK(counts[static_cast<std::size_t>(Result::fail)] == 1);
}

TEST_CASE("a domain's counts have each of its endpoints once, and say how many are missing") {
  cli::LineJudge judge("1.2.3");
  const auto good = endpoint("192.0.2.1", Answer::no);
  const auto bad = endpoint("192.0.2.2", Answer::yes);
  judge.judge(model::endpoint_line(good, kRun));
  judge.judge(model::endpoint_line(bad, kRun));
  const auto judged = judge.judge(
      model::domain_line(domain({id_of(good), id_of(bad), id_of(bad), "elsewhere"}), kRun));
  REQUIRE(judged.line.has_value());
  CHECK_FALSE(judged.line->is_endpoint);
  CHECK(judged.line->endpoints_judged == 2);
  CHECK(judged.line->endpoints_missing == 1);
  CHECK(judged.line->with_endpoints.count(Level::must, Result::fail) ==
        model::roll_up(*bad.verdicts).count(Level::must, Result::fail));
  // Of another run they are others.
  const auto other = judge.judge(model::domain_line(domain({id_of(good)}), "another"));
  CHECK(other.line->endpoints_missing == 1);
}

TEST_CASE("lines without facts are passed over, and others have their problem") {
  cli::LineJudge judge("1.2.3");
  const auto certificate = judge.judge(model::certificate_line({"DER", "here"}, kRun));
  CHECK(certificate.problem.empty());
  CHECK_FALSE(certificate.line.has_value());
  CHECK_FALSE(judge.judge("{}").problem.empty());
  CHECK_FALSE(judge.judge("").problem.empty());
  CHECK(judge.endpoints() == 0);
}
