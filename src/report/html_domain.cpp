// SPDX-License-Identifier: GPL-3.0-or-later
//
// A domain: its verdict, and the order of what follows.
#include <array>

#include <fmt/core.h>

#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report::html {
namespace {

struct Part {
  Markup (*made)(const Domain& domain, const std::string& id);
  std::string_view name;  // the end of its id
  std::string_view title;
};
constexpr std::array<Part, 8> kParts{{
    {enforcement_part, "enforcement", "Ways to enforce"},
    {servers_part, "servers", "Servers"},
    {changes_part, "changes", "What to change"},
    {senders_part, "senders", "Senders"},
    {findings_part, "findings", "Findings"},
    {policies_part, "policies", "Policies"},
    {records_part, "records", "Records to publish"},
    {watch_part, "watch", "What to watch"},
}};

Markup verdict(const Domain& domain, const std::string& id) {
  const Word word = verdict_of(domain.readiness);
  std::vector<Markup> reasons;
  for (const std::string& reason : domain.reasons) reasons.push_back(text(reason));
  const Markup title =
      element("span", {{"class", "subject"}}, text(domain.domain) + element("i", ": ")) +
      element("span", {{"class", "says"}}, sign(word.tone) + text(word.says));
  return element("header", {{"class", fmt::format("verdict {}", to_string(word.tone))}},
                 element("h2", {{"id", id + "-title"}}, title) + "\n" +
                     (domain.headline.empty()
                          ? Markup()
                          : element("p", {{"class", "headline"}}, text(domain.headline)) + "\n") +
                     bullets(reasons)) +
         "\n";
}

}  // namespace

Markup domain_part(const Domain& domain, const std::string& id) {
  Markup links;
  Markup parts;
  for (const Part& part : kParts) {
    const std::string part_id = fmt::format("{}-{}", id, part.name);
    const Markup made = part.made(domain, part_id);
    if (made.empty()) continue;
    links += element("li", element("a", {{"href", "#" + part_id}}, text(part.title)));
    parts += made;
  }
  return element("section", {{"id", id}, {"class", "domain"}, {"aria-labelledby", id + "-title"}},
                 verdict(domain, id) +
                     element("nav", {{"aria-label", "Parts of the report on " + domain.domain}},
                             element("ul", links)) +
                     "\n" + parts) +
         "\n";
}

}  // namespace report::html
