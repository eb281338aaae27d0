// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every finding in a table.
#include <algorithm>

#include <fmt/core.h>

#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report::html {
namespace {

constexpr Severity kSeverities[] = {Severity::fail, Severity::warn, Severity::doubt,
                                    Severity::info};

// More are folded away.
constexpr std::size_t kPlacesShown = 4;

Markup where(const Finding& finding) {
  std::vector<Markup> shown;
  std::vector<Markup> folded;
  for (const Finding::Place& place : finding.places) {
    Markup one = code(place.where);
    if (!place.seen.empty()) one += ": " + element("q", {{"class", "seen"}}, text(place.seen));
    (shown.size() < kPlacesShown ? shown : folded).push_back(one);
  }
  if (folded.empty()) return bullets(shown);
  return bullets(shown) +
         element("details", element("summary", text(fmt::format("and {} more", folded.size()))) +
                                bullets(folded));
}

Markup sources(const Finding& finding) {
  std::vector<Markup> all;
  for (const Citation& source : finding.sources)
    all.push_back(text(source.section.empty()
                           ? source.document
                           : fmt::format("{} section {}", source.document, source.section)));
  return all.empty() ? Markup("–") : bullets(all);
}

Row row_of(const Finding& finding) {
  Markup what = text(finding.title) + " " + code(finding.id);
  if (finding.blocks) what += " " + element("span", {{"class", "blocks"}}, "stands in the way");
  return {{{what, finding.title},
           {mark(word_of(finding.severity)),
            std::to_string(static_cast<int>(finding.severity) * 2 + (finding.blocks ? 0 : 1))},
           {finding.level.empty() ? Markup("–") : text(finding.level), ""},
           {where(finding), ""},
           {sources(finding), ""}},
          std::string(to_string(finding.severity)),
          ""};
}

Markup counts_of(const CheckCounts& checks) {
  const std::size_t all = checks.fail + checks.warn + checks.inconclusive + checks.info +
                          checks.pass + checks.not_applicable;
  if (all == 0) return {};
  return note(text(fmt::format(
      "Of {} conformance checks {} failed, {} warned, {} were left open, {} are for your "
      "information, {} passed, {} did not apply.",
      all, checks.fail, checks.warn, checks.inconclusive, checks.info, checks.pass,
      checks.not_applicable)));
}

// Only those that there are.
std::vector<std::pair<std::string, std::string>> kinds_of(const std::vector<Finding>& findings) {
  std::vector<std::pair<std::string, std::string>> kinds;
  for (const Severity severity : kSeverities) {
    const auto count =
        std::count_if(findings.begin(), findings.end(),
                      [severity](const Finding& finding) { return finding.severity == severity; });
    if (count > 0)
      kinds.emplace_back(to_string(severity),
                         fmt::format("{} ({})", word_of(severity).says, count));
  }
  return kinds;
}

}  // namespace

Markup findings_part(const Domain& domain, const std::string& id) {
  const Markup counts = counts_of(domain.checks);
  if (domain.findings.empty())
    return section(id, 3, "Findings", paragraph("There are none.") + counts);
  Table table{id + "-table",
              "Everything that was found, what blocks first",
              {"Finding", "Severity", "Level", "Where, and what was seen", "Source"}};
  table.sortable = true;
  table.look = "findings";
  for (const Finding& finding : domain.findings) table.rows.push_back(row_of(finding));
  return section(
      id, 3, "Findings",
      filter_for(table, "findings", kinds_of(domain.findings)) + table_of(table) + counts);
}

}  // namespace report::html
