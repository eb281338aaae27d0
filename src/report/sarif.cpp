// SPDX-License-Identifier: GPL-3.0-or-later
//
// SARIF 2.1.0 (OASIS). The sections named are those of the standard.
#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/json_parts.hpp"

namespace report {
namespace {

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";
// Goes up when what a fingerprint is made of changes, so that old and new ones are not compared.
constexpr const char* kFingerprint = "waxsealPlace/v1";

// Section 3.27.10. There is no level for doubt: what is not known is no warning.
std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::fail:
      return "error";
    case Severity::warn:
      return "warning";
    case Severity::doubt:
    case Severity::info:
      return "note";
  }
  return "none";
}

// Sections 3.11.5 and 3.11.6: braces would be placeholders, and a bracket before a parenthesis a
// link.
Json message(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '{' || c == '}') out += c;
    if (c == '(' && !out.empty() && out.back() == ']') out += ' ';
    out += c;
  }
  return Json{{"text", out}};
}

std::string remedies_text(const Finding& finding) {
  std::string text;
  for (const Remedy& remedy : finding.remedies) {
    if (!text.empty()) text += ' ';
    if (!remedy.software.empty()) text += remedy.software + ": ";
    text += remedy.change;
  }
  for (const Citation& citation : finding.sources) {
    text += (text.empty() ? "" : " ") + citation.document;
    if (!citation.section.empty()) text += " section " + citation.section;
    text += '.';
  }
  return text;
}

// Section 3.49. What findings of one kind have in common; the first one's words serve for all.
Json rule_json(const Finding& finding) {
  Json rule{{"id", well_formed(finding.id)}, {"shortDescription", message(finding.title)}};
  const std::string help = remedies_text(finding);
  if (!help.empty()) rule["help"] = message(help);
  rule["defaultConfiguration"] = {{"level", level_of(finding.severity)}};
  if (!finding.level.empty()) rule["properties"] = {{"level", finding.level}};
  return rule;
}

// One run's rules, each once, and where each stands.
class Rules {
 public:
  std::size_t index_of(const Finding& finding) {
    for (std::size_t i = 0; i < ids_.size(); ++i)
      if (ids_[i] == finding.id) return i;
    ids_.push_back(finding.id);
    rules_.push_back(rule_json(finding));
    return ids_.size() - 1;
  }
  [[nodiscard]] const Json& json() const { return rules_; }

 private:
  std::vector<std::string> ids_;
  Json rules_ = Json::array();
};

// Section 3.28.4: a place that is no file. The domain goes before it, since an MX host may be that
// of several.
Json location_json(const Domain& domain, const std::string& where) {
  const std::string name = well_formed(where);
  const std::string whole = where == domain.domain ? name : well_formed(domain.domain) + "/" + name;
  return {{"logicalLocations",
           Json::array({{{"name", name}, {"fullyQualifiedName", whole}, {"kind", "resource"}}})}};
}

std::string fingerprint_of(const Domain& domain, const Finding& finding, const std::string& where) {
  return base::hex(base::sha256(domain.domain + '\0' + finding.id + '\0' + where));
}

// What is seen may change from run to run; it is not part of the fingerprint.
Json result_json(const Domain& domain, const Finding& finding, std::size_t rule,
                 const Finding::Place& place) {
  std::string text = place.where + ": " + finding.title;
  if (!place.seen.empty()) text += " Seen: " + place.seen;
  Json result{{"ruleId", well_formed(finding.id)},
              {"ruleIndex", rule},
              {"level", level_of(finding.severity)},
              {"message", message(text)}};
  result["locations"] = Json::array({location_json(domain, place.where)});
  result["partialFingerprints"] = {{kFingerprint, fingerprint_of(domain, finding, place.where)}};
  result["properties"] = {{"domain", well_formed(domain.domain)},
                          {"severity", to_string(finding.severity)},
                          {"blocks", finding.blocks},
                          {"senders", texts(finding.senders)}};
  return result;
}

void add_results(const Domain& domain, Rules& rules, Json& results) {
  for (const Finding& finding : domain.findings) {
    const std::size_t rule = rules.index_of(finding);
    for (const Finding::Place& place : finding.places)
      results.push_back(result_json(domain, finding, rule, place));
    if (finding.places.empty())
      results.push_back(result_json(domain, finding, rule, {domain.domain, ""}));
  }
}

// Section 3.20. Whether the verdict is a good one is not what "successful" means.
Json invocation_json(const Audit& audit) {
  return {{"executionSuccessful", !audit.interrupted},
          {"startTimeUtc", base::rfc3339(audit.started)},
          {"endTimeUtc", base::rfc3339(audit.started + audit.duration)}};
}

Json verdicts_json(const Audit& audit) {
  Json verdicts = Json::object();
  for (const Domain& domain : audit.domains)
    verdicts[well_formed(domain.domain)] = to_string(domain.readiness);
  return verdicts;
}

}  // namespace

std::string sarif_of(const Audit& audit) {
  Rules rules;
  Json results = Json::array();
  for (const Domain& domain : audit.domains) add_results(domain, rules, results);
  Json driver{{"name", "waxseal"}, {"version", audit.version}, {"rules", rules.json()}};
  Json run;
  run["tool"] = {{"driver", std::move(driver)}};
  run["invocations"] = Json::array({invocation_json(audit)});
  run["results"] = std::move(results);
  run["properties"] = {{"verdicts", verdicts_json(audit)},
                       {"resolverTrusted", audit.resolver_trusted}};
  Json sarif{{"$schema", kSchema}, {"version", "2.1.0"}};
  sarif["runs"] = Json::array({std::move(run)});
  return document_text(sarif);
}

}  // namespace report
