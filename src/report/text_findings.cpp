// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/core.h>

#include "report/text_sections.hpp"

namespace report {
namespace {

constexpr std::size_t kIndent = 5;   // behind the number
constexpr std::size_t kNames = 8;    // the column of "source"
constexpr std::size_t kPlaces = 10;  // of one finding
constexpr std::size_t kSenders = 4;
constexpr std::size_t kSeen = 240;  // columns of what was seen at one place

// Several paragraphs under one name.
class Names {
 public:
  Names(Page& page, std::string_view name) : page_(page), name_(name) {}
  void add(const std::string& text) {
    page_.field(kIndent, first_ ? name_ : "", kNames, text);
    first_ = false;
  }

 private:
  Page& page_;
  std::string_view name_;
  bool first_ = true;
};

void add_title(Page& page, std::size_t number, const Finding& finding) {
  const Word word = word_of(finding.severity);
  std::string text = fmt::format("{} [{}", finding.title, finding.id);
  if (!finding.level.empty()) text += ", " + finding.level;
  page.numbered(number, upper(word.says), word.tone, text + "]");
}

void add_places(Page& page, const Finding& finding) {
  Names where(page, "where");
  for (std::size_t i = 0; i < finding.places.size() && i < kPlaces; ++i) {
    const Finding::Place& place = finding.places[i];
    where.add(place.seen.empty() ? place.where : place.where + ": " + clipped(place.seen, kSeen));
  }
  if (finding.places.size() > kPlaces)
    where.add(fmt::format("and {} more", finding.places.size() - kPlaces));
}

void add_changes(Page& page, const Finding& finding) {
  Names change(page, "change");
  for (const Remedy& remedy : finding.remedies)
    change.add(remedy.software.empty() ? remedy.change : remedy.software + ": " + remedy.change);
}

void add_blocking(Page& page, std::size_t number, const Finding& finding) {
  add_title(page, number, finding);
  add_places(page, finding);
  if (!finding.senders.empty())
    page.field(kIndent, "loses", kNames, "mail of " + some_of(finding.senders, kSenders));
  add_changes(page, finding);
  Names source(page, "source");
  for (const Citation& citation : finding.sources) {
    std::string text = citation.document;
    if (!citation.section.empty()) text += " section " + citation.section;
    source.add(citation.says.empty() ? text : text + ": " + citation.says);
  }
}

// Where it was seen, on one line.
void add_first_place(Page& page, const Finding& finding) {
  if (finding.places.empty()) return;
  const Finding::Place& first = finding.places.front();
  const std::string more =
      finding.places.size() == 1 ? "" : fmt::format(" (and {} more)", finding.places.size() - 1);
  const std::string text = first.seen.empty() ? first.where : first.where + ": " + first.seen;
  page.line(kIndent, clipped(text, page.columns() - kIndent - more.size()) + more);
}

// What nobody demands has its title alone; what is wrong has its change, too.
void add_further(Page& page, std::size_t number, const Finding& finding) {
  add_title(page, number, finding);
  if (finding.severity == Severity::info) return;
  add_first_place(page, finding);
  if (finding.severity == Severity::doubt) return;
  add_changes(page, finding);
  Names source(page, "source");
  for (const Citation& citation : finding.sources)
    source.add(citation.section.empty() ? citation.document
                                        : citation.document + " section " + citation.section);
}

std::string_view nothing_to_change(Readiness readiness) {
  switch (readiness) {
    case Readiness::safe:
      return "Nothing: no mail is lost where TLS is enforced.";
    case Readiness::not_yet:
      return "No single thing was found; the table above says who fails.";
    case Readiness::unknown:
      return "Nothing was found, but not all is known: what was not, stands above.";
  }
  return "";
}

}  // namespace

void add_blocking_findings(Page& page, const Domain& domain) {
  page.heading("What to change");
  std::size_t number = 0;
  for (const Finding& finding : domain.findings)
    if (finding.blocks) add_blocking(page, ++number, finding);
  if (number == 0) page.line(2, nothing_to_change(domain.readiness));
}

void add_further_findings(Page& page, const Domain& domain) {
  const CheckCounts& checks = domain.checks;
  page.heading("What else was found, and does not stand in the way");
  page.line(2, fmt::format("Checks: {} fail, {} warn, {} inconclusive, {} pass, {} informative, {} "
                           "not applicable.",
                           checks.fail, checks.warn, checks.inconclusive, checks.pass, checks.info,
                           checks.not_applicable));
  auto number = static_cast<std::size_t>(
      std::count_if(domain.findings.begin(), domain.findings.end(),
                    [](const Finding& finding) { return finding.blocks; }));
  for (const Finding& finding : domain.findings)
    if (!finding.blocks) add_further(page, ++number, finding);
  if (number > 0)
    page.line(2, "\"waxseal explain ID\" says more of the checks and outcomes in brackets.");
}

}  // namespace report
