// SPDX-License-Identifier: GPL-3.0-or-later
//
// What to change: findings with something to do about them, those that block first.
#include <fmt/core.h>

#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report::html {
namespace {

// More are folded away.
constexpr std::size_t kSendersShown = 8;

bool is_to_change(const Finding& finding) {
  return finding.blocks || (!finding.remedies.empty() && finding.severity <= Severity::warn);
}

Markup places_of(const Finding& finding) {
  Markup all;
  for (const Finding::Place& place : finding.places) {
    Markup item = code(place.where);
    if (!place.seen.empty()) item += ": " + element("q", {{"class", "seen"}}, text(place.seen));
    all += element("li", item) + "\n";
  }
  return all.empty() ? all : element("ul", {{"class", "places"}}, all);
}

Markup senders_of(const Finding& finding) {
  if (finding.senders.empty()) return {};
  if (finding.senders.size() <= kSendersShown) return codes(finding.senders);
  return element("details",
                 element("summary", text(counted(finding.senders.size(), "kind")) + " of sender") +
                     codes(finding.senders));
}

Markup remedies_of(const Finding& finding) {
  Markup all;
  for (const Remedy& remedy : finding.remedies) {
    const bool named = !remedy.software.empty();
    all += element("li", (named ? element("b", text(remedy.software)) + ": " : Markup()) +
                             element("span", {{"class", "change"}}, text(remedy.change))) +
           "\n";
  }
  return all.empty() ? all : element("ul", {{"class", "remedies"}}, all);
}

Markup sources_of(const Finding& finding) {
  Markup all;
  for (const Citation& source : finding.sources) {
    Markup one = text(source.document);
    if (!source.section.empty()) one += " section " + text(source.section);
    if (!source.says.empty()) one += ": " + element("q", text(source.says));
    all += element("li", one) + "\n";
  }
  return all.empty() ? all : element("ul", all);
}

Markup change(const Finding& finding) {
  const Markup blocks =
      finding.blocks ? element("span", {{"class", "blocks"}}, "stands in the way") : Markup();
  return element(
             "li", {{"class", fmt::format("{}", to_string(word_of(finding.severity).tone))}},
             element("h4", text(finding.title)) + "\n" +
                 element("p", {{"class", "kind"}},
                         mark(word_of(finding.severity)) + " " + blocks + " " + code(finding.id)) +
                 "\n" +
                 fields({{"Where", places_of(finding)},
                         {"Mail lost from", senders_of(finding)},
                         {"Change", remedies_of(finding)},
                         {"Sources", sources_of(finding)}})) +
         "\n";
}

}  // namespace

Markup changes_part(const Domain& domain, const std::string& id) {
  Markup all;
  for (const Finding& finding : domain.findings)
    if (is_to_change(finding)) all += change(finding);
  if (all.empty()) return section(id, 3, "What to change", paragraph("Nothing stands in the way."));
  return section(id, 3, "What to change",
                 note("What stands in the way of enforcing TLS comes first.") +
                     element("ol", {{"class", "changes"}}, all));
}

}  // namespace report::html
