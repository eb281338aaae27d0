// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/checks_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "checks/catalogue.hpp"
#include "model/json_text.hpp"
#include "plan/questions.hpp"
#include "report/text_columns.hpp"

namespace cli {
namespace {

using report::paragraph;
using report::shown;
using report::wrapped;

using checks::Check;
using checks::Service;
using checks::Subject;
using model::JsonList;
using model::JsonObject;
using model::Level;
using model::Result;
using model::Verdict;

constexpr std::size_t kIndent = 4;

std::string_view to_string(Subject subject) {
  return subject == Subject::endpoint ? "endpoint" : "domain";
}

std::string_view to_string(Service service) {
  switch (service) {
    case Service::any:
      return "any";
    case Service::mail_exchanger:
      return "mail_exchanger";
    case Service::submission:
      return "submission";
    case Service::submission_by_starttls:
      return "submission_by_starttls";
    case Service::submission_by_implicit_tls:
      return "submission_by_implicit_tls";
  }
  return "";
}

// Empty: everywhere.
std::string_view ports_of(Service service) {
  switch (service) {
    case Service::any:
      break;
    case Service::mail_exchanger:
      return "not on the ports 465 and 587";
    case Service::submission:
      return "on the ports 465 and 587";
    case Service::submission_by_starttls:
      return "on port 587";
    case Service::submission_by_implicit_tls:
      return "on port 465, where TLS comes first";
  }
  return "";
}

// "rfc3207" of "RFC 3207", as documents are called where they are cited.
std::string folded(std::string_view name) {
  std::string folded = base::to_lower(name);
  std::erase(folded, ' ');
  return folded;
}

// "no_tls1_0" of "rfc8996/no_tls1_0".
std::string_view name_of(std::string_view id) { return id.substr(id.find('/') + 1); }

std::string indented(std::string_view text) {
  return std::string(kIndent, ' ') + wrapped(text, kIndent, kIndent) + "\n";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "4.2", and "A.5" of an appendix; not the name of a conference, or an address.
bool is_number(std::string_view section) {
  if (section.empty()) return false;
  return is_digit(section[0]) || (section.size() > 2 && section[1] == '.' && is_digit(section[2]));
}

// "RFC 3207 section 4.2"; "ALPACA, USENIX Security 2021" where the section is no number;
// "draft-ietf-emailcore-as" where none is meant.
std::string place_of(const checks::Citation& citation) {
  if (citation.section.empty()) return std::string(citation.document);
  return fmt::format("{}{}{}", citation.document, is_number(citation.section) ? " section " : ", ",
                     citation.section);
}

std::string places_of(const Check& check) {
  std::string text;
  for (const checks::Citation& citation : check.citations)
    text += (text.empty() ? "" : "; ") + place_of(citation);
  return text;
}

// The facts that a check reads, what it applies to first.
std::vector<std::string_view> facts_of(const Check& check) {
  std::vector<std::string_view> facts;
  for (const auto* wishes : {&check.applies, &check.wants}) {
    for (const checks::Wish& wish : *wishes) {
      if (std::find(facts.begin(), facts.end(), wish.fact) == facts.end())
        facts.push_back(wish.fact);
    }
  }
  return facts;
}

// "ems_echoed (probe tls12, tier standard)"; a fact that no probe is made for is seen in passing.
std::string fact_text(std::string_view fact) {
  std::vector<std::string_view> probes;  // a probe may stand in several rows of the plan
  std::string_view tier;
  for (const plan::Question& question : plan::questions()) {
    const auto& asked = question.facts;
    if (std::find(asked.begin(), asked.end(), fact) == asked.end()) continue;
    if (tier.empty()) tier = model::to_string(question.tier);
    if (std::find(probes.begin(), probes.end(), question.probe) == probes.end())
      probes.push_back(question.probe);
  }
  if (probes.empty()) return std::string(fact);
  return fmt::format("{} (tier {}: {})", fact, tier, fmt::join(probes, ", "));
}

// What a broken check comes to.
std::string broken_text(const Check& check) {
  return fmt::format("{}{}", model::to_string(checks::broken_result(check)),
                     check.broken_by == nullptr ? "" : ", or less, by what is seen");
}

std::string explained(const Check& check) {
  std::string text = fmt::format("{}   {}{}\n", check.id, model::to_string(check.level),
                                 check.subject == Subject::domain ? ", of the domain" : "");
  text += paragraph("wants", check.requirement);
  for (const checks::Citation& citation : check.citations)
    text += paragraph("source", fmt::format("{}: {}", place_of(citation), citation.says));
  text += paragraph("broken", broken_text(check));
  if (!check.precedence.empty()) text += paragraph("why", check.precedence);
  if (check.service != Service::any) text += paragraph("where", ports_of(check.service));
  text += paragraph("tested", check.tested);
  for (const std::string_view fact : facts_of(check)) text += paragraph("fact", fact_text(fact));
  for (const checks::Remedy& remedy : check.remedies) {
    text += paragraph("to do", remedy.software.empty()
                                   ? std::string(remedy.change)
                                   : fmt::format("{}: {}", remedy.software, remedy.change));
  }
  return text;
}

// With the answer that is wanted; without one where a list or a number is looked at.
JsonList wishes_json(const std::vector<checks::Wish>& wishes) {
  JsonList list;
  for (const checks::Wish& wish : wishes) {
    JsonObject json;
    json.add("fact", wish.fact);
    if (wish.accepts == nullptr) json.add("answer", model::to_string(wish.answer));
    list.push_back(json);
  }
  return list;
}

JsonObject check_json(const Check& check) {
  JsonList citations;
  for (const checks::Citation& citation : check.citations) {
    citations.push_back(JsonObject()
                            .add("document", citation.document)
                            .add("section", citation.section)
                            .add("says", citation.says));
  }
  JsonList remedies;
  for (const checks::Remedy& remedy : check.remedies)
    remedies.push_back(JsonObject().add("software", remedy.software).add("change", remedy.change));
  JsonObject json;
  json.add("check", check.id)
      .add("level", model::to_string(check.level))
      .add("subject", to_string(check.subject))
      .add("service", to_string(check.service))
      .add("requirement", check.requirement)
      .add("broken", model::to_string(checks::broken_result(check)))
      .add("citations", citations);
  if (!check.precedence.empty()) json.add("precedence", check.precedence);
  return json.add("applies", wishes_json(check.applies))
      .add("wants", wishes_json(check.wants))
      .add("enough", check.enough == checks::Enough::all ? "all" : "one")
      .add("tested", check.tested)
      .add("remedies", remedies);
}

// "3 fail, 60 pass"; empty when there is none of this level.
std::string counts_text(const model::RollUp& counts, Level level) {
  std::string text;
  for (const Result result : {Result::fail, Result::warn, Result::inconclusive, Result::info,
                              Result::pass, Result::not_applicable}) {
    const auto count = counts.count(level, result);
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, model::to_string(result));
  }
  return text;
}

// What a person is told of a verdict that is not simply kept.
std::string verdict_text(const Verdict& verdict) {
  const Check* check = checks::find_check(verdict.check);
  std::string text = fmt::format("  {:<13} {}  ({})\n", model::to_string(verdict.result),
                                 verdict.check, model::to_string(verdict.level));
  text += indented(fmt::format("Wanted: {}", check->requirement));
  std::string seen = verdict.fact.empty() ? "" : std::string(verdict.fact) + ": ";
  seen += verdict.doubt == model::Doubt::none ? model::to_string(verdict.value)
                                              : model::to_string(verdict.doubt);
  if (!verdict.seen.empty()) seen += ", " + shown(verdict.seen);
  if (verdict.number) seen += fmt::format(" ({})", *verdict.number);
  text += indented("Seen: " + seen + ". Source: " + places_of(*check) + ".");
  const bool broken = verdict.result == Result::fail || verdict.result == Result::warn ||
                      verdict.result == Result::info;
  if (broken && !check->precedence.empty()) text += indented(check->precedence);
  return text;
}

}  // namespace

std::string checks_text() {
  std::string text = fmt::format("{} checks\n", checks::catalogue().size());
  std::string_view authority;
  for (const Check& check : checks::catalogue()) {
    if (checks::authority_of(check.id) != authority) {
      authority = checks::authority_of(check.id);
      text += fmt::format("\n{}\n", authority);
    }
    text += fmt::format("  {:<50} {}\n", check.id, model::to_string(check.level));
    text += indented(fmt::format("{} {}.", check.requirement, places_of(check)));
  }
  return text;
}

std::string checks_json() {
  std::string text = "[";
  for (const Check& check : checks::catalogue()) {
    text += text.size() == 1 ? "\n" : ",\n";
    model::append_json(text, check_json(check));
  }
  return text + "\n]\n";
}

std::string check_text(std::string_view name) {
  const std::string wanted = folded(name);
  const auto same = [&wanted](std::string_view part) { return part == wanted; };
  const auto explain = [](const auto& meant) {
    std::string text;
    for (const Check& check : checks::catalogue()) {
      if (meant(check)) text += (text.empty() ? "" : "\n") + explained(check);
    }
    return text;
  };
  const std::string text = explain([&same](const Check& check) {
    return same(check.id) || same(checks::authority_of(check.id));
  });
  if (!text.empty()) return text;
  const auto named = [&same](const Check& check) { return same(name_of(check.id)); };
  const auto& all = checks::catalogue();
  return std::count_if(all.begin(), all.end(), named) == 1 ? explain(named) : std::string();
}

std::string verdicts_text(const std::vector<Verdict>& verdicts) {
  const model::RollUp counts = model::roll_up(verdicts);
  std::string text = fmt::format("{} checks judged\n", verdicts.size());
  for (const Level level : {Level::must, Level::should, Level::may, Level::community}) {
    const std::string line = counts_text(counts, level);
    if (!line.empty()) text += fmt::format("  {:<10} {}\n", model::to_string(level), line);
  }
  for (const Verdict& verdict : verdicts) {
    if (verdict.result != Result::pass && verdict.result != Result::not_applicable)
      text += verdict_text(verdict);
  }
  return text;
}

}  // namespace cli
