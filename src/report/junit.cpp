// SPDX-License-Identifier: GPL-3.0-or-later
//
// The XML that Jenkins, GitLab and others read as JUnit's: there is no standard, and what stands
// here is what all of them know (testsuite, testcase, failure, skipped, system-out).
#include <fmt/core.h>

#include "report/formats.hpp"
#include "report/printable.hpp"
#include "report/words.hpp"

namespace report {
namespace {

enum class Ending : std::uint8_t { passed, failed, skipped };

struct Case {
  std::string group;  // "servers"
  std::string name;
  Ending ending = Ending::passed;
  std::string says{};                  // a line
  std::vector<std::string> details{};  // further lines
  base::Milliseconds duration{};
};

Ending ending_of(Readiness readiness) {
  if (readiness == Readiness::safe) return Ending::passed;
  return readiness == Readiness::unknown ? Ending::skipped : Ending::failed;
}

// What should be otherwise, and costs no mail, fails no build.
Ending ending_of(Severity severity) {
  if (severity == Severity::fail) return Ending::failed;
  return severity == Severity::doubt ? Ending::skipped : Ending::passed;
}

Case case_of(const Enforcement& way) {
  Case one{"enforcement", way.name, way.possible ? ending_of(way.readiness) : Ending::skipped,
           way.why};
  if (!way.failing.empty()) one.details.push_back("lost: mail of " + joined(way.failing));
  if (!way.unknown.empty()) one.details.push_back("not known: mail of " + joined(way.unknown));
  return one;
}

Case case_of(const Server& server) {
  Case one{"servers", server.endpoint_id, ending_of(server.worst),
           server.outcome + (server.meaning.empty() ? "" : ": " + server.meaning)};
  one.duration = server.duration;
  one.details.push_back("DANE: " + std::string(dane_word(server.dane).says));
  one.details.push_back("MTA-STS: " + std::string(mta_sts_word(server.mta_sts).says));
  if (const std::string why = left_out(server); !why.empty()) one.details.push_back(why);
  return one;
}

Case case_of(const Finding& finding) {
  Ending ending = ending_of(finding.severity);
  if (finding.blocks && ending == Ending::passed) ending = Ending::failed;
  Case one{"findings", finding.id, ending, finding.title};
  for (const Finding::Place& place : finding.places)
    one.details.push_back(place.seen.empty() ? place.where : place.where + ": " + place.seen);
  for (const Remedy& remedy : finding.remedies)
    one.details.push_back("to do: " + (remedy.software.empty() ? "" : remedy.software + ": ") +
                          remedy.change);
  return one;
}

std::vector<Case> cases_of(const Domain& domain) {
  std::vector<Case> cases{
      {"audit", "verdict", ending_of(domain.readiness), domain.headline, domain.reasons}};
  for (const Enforcement& way : domain.enforcement) cases.push_back(case_of(way));
  for (const Host& host : domain.hosts) {
    if (host.servers.empty())
      cases.push_back({"servers", host.name, Ending::skipped, "no server: " + host.problem});
    for (const Server& server : host.servers) cases.push_back(case_of(server));
  }
  for (const Finding& finding : domain.findings) cases.push_back(case_of(finding));
  return cases;
}

std::string seconds(base::Milliseconds duration) {
  return fmt::format("{}.{:03}", duration.count() / 1000, duration.count() % 1000);
}

std::string xml_of(const Case& one, const std::string& domain) {
  std::string text =
      fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\" time=\"{}\">\n", escaped(domain),
                  one.group, escaped(one.name), seconds(one.duration));
  std::string details;
  for (const std::string& line : one.details) details += escaped(line) + "\n";
  if (one.ending == Ending::failed)
    text += fmt::format("      <failure message=\"{}\">{}</failure>\n", escaped(one.says), details);
  if (one.ending == Ending::skipped)
    text += fmt::format("      <skipped message=\"{}\"/>\n", escaped(one.says));
  if (one.ending == Ending::passed && !one.says.empty())
    details = escaped(one.says) + "\n" + details;
  if (one.ending != Ending::failed && !details.empty())
    text += fmt::format("      <system-out>{}</system-out>\n", details);
  return text + "    </testcase>\n";
}

struct Counts {
  std::size_t tests = 0, failures = 0, skipped = 0;
};

std::string xml_of(const Counts& counts) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", counts.tests,
                     counts.failures, counts.skipped);
}

std::string suite_of(const Audit& audit, const Domain& domain, Counts& total) {
  const std::vector<Case> cases = cases_of(domain);
  Counts counts{cases.size()};
  base::Milliseconds duration{};
  std::string body;
  for (const Case& one : cases) {
    counts.failures += one.ending == Ending::failed ? 1 : 0;
    counts.skipped += one.ending == Ending::skipped ? 1 : 0;
    duration += one.duration;
    body += xml_of(one, domain.domain);
  }
  total.tests += counts.tests;
  total.failures += counts.failures;
  total.skipped += counts.skipped;
  constexpr std::size_t kToTheSecond = 19;  // of RFC 3339: readers know no fractions and no zone
  return fmt::format(
      "  <testsuite name=\"{}\" {} time=\"{}\" timestamp=\"{}\">\n{}  </testsuite>\n",
      escaped(domain.domain), xml_of(counts), seconds(duration),
      base::rfc3339(audit.started).substr(0, kToTheSecond), body);
}

}  // namespace

std::string junit_of(const Audit& audit) {
  Counts total;
  std::string suites;
  for (const Domain& domain : audit.domains) suites += suite_of(audit, domain, total);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"waxseal audit\" {} time=\"{}\">\n{}</testsuites>\n",
      xml_of(total), seconds(audit.duration), suites);
}

}  // namespace report
