// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/audit_output.hpp"

#include <algorithm>
#include <utility>

#include <doctest/doctest.h>

#include "../model/samples.hpp"
#include "base/text.hpp"
#include "cli/exit_code.hpp"
#include "plan/planner.hpp"
#include "report/words.hpp"
#include "support/printed.hpp"

using cli::FailOn;
using report::Readiness;
using report::Severity;

namespace {

report::Domain found(Readiness readiness, std::vector<Severity> findings = {}) {
  report::Domain domain;
  domain.domain = "example.org";
  domain.readiness = readiness;
  for (const Severity severity : findings) {
    domain.findings.emplace_back().id = "some/check";
    domain.findings.back().severity = severity;
  }
  return domain;
}

int exit_of(report::Domain domain, FailOn fail_on) {
  report::Audit audit;
  audit.domains.push_back(std::move(domain));
  return cli::audit_exit(audit, fail_on);
}

std::vector<std::string> lines_of(const report::Material& material) {
  std::vector<std::string> lines;
  const std::string text = cli::audit_lines(material, samples::kRunId);
  REQUIRE_FALSE(text.empty());
  CHECK(text.back() == '\n');
  for (const std::string_view line :
       base::split(std::string_view(text).substr(0, text.size() - 1), '\n'))
    lines.emplace_back(line);
  return lines;
}

std::vector<std::string> types_of(const std::vector<std::string>& lines) {
  std::vector<std::string> types;
  for (const std::string& line : lines) types.push_back(samples::parsed(line)["type"]);
  return types;
}

}  // namespace

TEST_CASE("audit exit: what counts as a failure is what --fail-on says") {
  struct Row {
    report::Domain domain;
    int never, verdict, fail, warn;
  };
  const Row rows[] = {
      {found(Readiness::safe), 0, 0, 0, 0},
      {found(Readiness::safe, {Severity::info, Severity::doubt}), 0, 0, 0, 0},
      {found(Readiness::safe, {Severity::warn}), 0, 0, 0, 1},
      {found(Readiness::safe, {Severity::info, Severity::fail}), 0, 0, 1, 1},
      {found(Readiness::not_yet), 0, 1, 1, 1},
      {found(Readiness::unknown), 0, 2, 2, 2},
      {found(Readiness::unknown, {Severity::warn}), 0, 2, 2, 1},
      {found(Readiness::unknown, {Severity::fail}), 0, 2, 1, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(to_string(row.domain.readiness));
    CAPTURE(row.domain.findings.size());
    CHECK(exit_of(row.domain, FailOn::never) == row.never);
    CHECK(exit_of(row.domain, FailOn::verdict) == row.verdict);
    CHECK(exit_of(row.domain, FailOn::fail) == row.fail);
    CHECK(exit_of(row.domain, FailOn::warn) == row.warn);
  }
}

TEST_CASE("audit exit: of several domains the worst counts, wherever it stands") {
  report::Audit audit;
  CHECK(cli::audit_exit(audit, FailOn::warn) == cli::kSuccess);
  audit.domains = {found(Readiness::unknown), found(Readiness::safe)};
  CHECK(cli::audit_exit(audit, FailOn::verdict) == cli::kNotKnown);
  audit.domains.push_back(found(Readiness::not_yet));
  CHECK(cli::audit_exit(audit, FailOn::verdict) == cli::kFound);
  std::swap(audit.domains.front(), audit.domains.back());
  CHECK(cli::audit_exit(audit, FailOn::verdict) == cli::kFound);
}

TEST_CASE("audit exit: what is found comes before what is not known, and that before nothing") {
  const int from_best[] = {cli::kSuccess, cli::kNotKnown, cli::kFound};
  for (std::size_t one = 0; one < 3; ++one) {
    for (std::size_t other = 0; other < 3; ++other)
      CHECK(cli::worse_exit(from_best[one], from_best[other]) == from_best[std::max(one, other)]);
  }
}

TEST_CASE("audit exit: expectations") {
  CHECK(cli::expectation_exit({3, 0, 0}) == cli::kSuccess);
  CHECK(cli::expectation_exit({3, 0, 1}) == cli::kNotKnown);
  CHECK(cli::expectation_exit({3, 1, 1}) == cli::kFound);
}

TEST_CASE("the words of --fail-on") {
  CHECK(cli::fail_on("never") == FailOn::never);
  CHECK(cli::fail_on("verdict") == FailOn::verdict);
  CHECK(cli::fail_on("fail") == FailOn::fail);
  CHECK(cli::fail_on("warn") == FailOn::warn);
}

TEST_CASE("audit lines: certificates before who showed them, endpoints before domains, all valid") {
  report::Material material;
  material.endpoints = {samples::full_endpoint(), samples::full_endpoint(),
                        samples::skipped_endpoint()};
  // At another address, with the same certificates.
  material.endpoints[1].endpoint.ip = *base::IpAddress::parse("192.0.2.77");
  material.domains = {samples::full_domain(), samples::bare_domain()};
  std::vector<std::string> different;
  for (const model::Conversation& conversation : material.endpoints[0].conversations) {
    if (!conversation.transcript.tls) continue;
    for (const std::string& der : conversation.transcript.tls->certificates) {
      if (std::find(different.begin(), different.end(), der) == different.end())
        different.push_back(der);
    }
  }
  REQUIRE_FALSE(different.empty());
  std::vector<std::string> expected(different.size(), "certificate");
  for (const char* type : {"endpoint", "endpoint", "endpoint", "domain", "domain"})
    expected.emplace_back(type);
  const auto lines = lines_of(material);
  CHECK(types_of(lines) == expected);
  for (const std::string& line : lines) {
    samples::check_valid(line);
    CHECK(samples::parsed(line)["run_id"] == samples::kRunId);
  }
}

TEST_CASE("audit lines: a host that was named itself has a line that is valid") {
  report::Material material;
  material.domains.emplace_back();
  material.domains[0].domain = material.domains[0].input = "mx.example.org";
  material.domains[0].mx_status = "named_host";
  material.domains[0].exchanges.emplace_back().name = "mx.example.org";
  for (const std::string& line : lines_of(material)) samples::check_valid(line);
}

TEST_CASE("an audit in each format") {
  report::Audit audit;
  audit.resolver_trusted = true;
  audit.domains.push_back(found(Readiness::safe));
  CHECK(cli::audit_text(audit, "json", false).starts_with("{"));
  CHECK(samples::parsed(cli::audit_text(audit, "json", false))["type"] == "audit");
  CHECK(cli::audit_text(audit, "html", false).starts_with("<!DOCTYPE html>"));
  CHECK(samples::parsed(cli::audit_text(audit, "sarif", false))["version"] == "2.1.0");
  CHECK(cli::audit_text(audit, "junit", false).starts_with("<?xml"));
  CHECK(cli::audit_text(audit, "text", false).starts_with("example.org: SAFE"));
  CHECK_FALSE(printed::has(cli::audit_text(audit, "text", false), "\x1b"));
  CHECK(printed::has(cli::audit_text(audit, "text", true), "\x1b"));
}

TEST_CASE("the report says as many connections as an audit makes at most") {
  CHECK(report::kMostConnections == plan::Planner::kMostInAudit);
}

TEST_CASE("what is expected of a domain is compared with the servers of its own hosts") {
  report::Material material;
  material.endpoints = {samples::bare_endpoint(), samples::bare_endpoint()};
  material.endpoints[1].endpoint.ip = *base::IpAddress::parse("192.0.2.77");
  material.domains.emplace_back();
  material.domains[0].exchanges.emplace_back().endpoint_ids = {
      model::endpoint_id(material.endpoints[1].endpoint), "elsewhere"};
  const report::Domain domain = found(Readiness::safe);
  const auto observed = cli::observed(domain, material.domains[0], material);
  REQUIRE(observed.servers.size() == 1);
  CHECK(observed.servers[0] == &material.endpoints[1]);
}
