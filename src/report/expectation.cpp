// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/expectation.hpp"

#include <algorithm>
#include <optional>

#include <fmt/core.h>

#include "model/endpoint.hpp"
#include "report/expectation_names.hpp"
#include "report/text_page.hpp"

namespace report {
namespace {

using model::Answer;

constexpr std::string_view kUnknown = "unknown";

std::string words_text(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " or ") + word;
  return text;
}

bool wants(const Wanted& wanted, std::string_view word) {
  return std::find(wanted.words.begin(), wanted.words.end(), word) != wanted.words.end();
}

// Words that leave open what is so.
bool is_doubt(std::string_view word) {
  return word == kUnknown || word == "not_fetched" || word == "inconclusive" ||
         word == "not_looked_at";
}

Comparison comparison(const Wanted& wanted, std::string what, std::string_view found) {
  Answer met = is_doubt(found) ? Answer::unknown : Answer::no;
  if (wants(wanted, found)) met = Answer::yes;
  return {std::move(what), words_text(wanted.words), std::string(found), met};
}

Comparison not_asked(const Wanted& wanted, std::string what, std::string found) {
  return {std::move(what), words_text(wanted.words), std::move(found), Answer::unknown};
}

// With what was seen, where it is not as wanted.
Comparison fact_comparison(const Wanted& wanted, std::string what,
                           const std::vector<model::Fact>& facts) {
  const model::Fact* fact = model::find_fact(facts, wanted.name);
  const std::string_view found = fact == nullptr ? kUnknown : model::to_string(fact->value);
  Comparison made = comparison(wanted, std::move(what), found);
  if (fact == nullptr || made.met == Answer::yes) return made;
  if (!fact->seen.empty()) made.found += ", " + fact->seen;
  if (fact->value == Answer::unknown && fact->doubt != model::Doubt::none)
    made.found += fmt::format(" ({})", model::to_string(fact->doubt));
  return made;
}

// ---- The domain ---------------------------------------------------------------------------------

// nullopt: it is the name of a fact.
std::optional<std::string_view> state_of(const Domain& domain, std::string_view name) {
  if (name == "verdict") return to_string(domain.readiness);
  if (name == "dane") return to_string(domain.dane.state);
  if (name == "dane_coverage") return to_string(domain.dane.coverage);
  if (name == "mta_sts") return to_string(domain.mta_sts.state);
  if (name == "tlsrpt") return to_string(domain.tlsrpt.state);
  if (name == "requiretls") return model::to_string(domain.requiretls.usable);
  return std::nullopt;
}

Comparison domain_comparison(const Wanted& wanted, const Observed& observed) {
  std::string what = fmt::format("{} of {}", wanted.name, observed.domain.domain);
  const auto state = state_of(observed.domain, wanted.name);
  return state ? comparison(wanted, std::move(what), *state)
               : fact_comparison(wanted, std::move(what), observed.record.facts);
}

Comparison enforcement_comparison(const Wanted& wanted, const Domain& domain) {
  std::string what = fmt::format("enforcement by {} of {}", wanted.name, domain.domain);
  for (const Enforcement& way : domain.enforcement)
    if (way.id == wanted.name)
      return comparison(wanted, std::move(what),
                        way.possible ? to_string(way.readiness) : "not_possible");
  return not_asked(wanted, std::move(what), "not judged");
}

// ---- Its servers --------------------------------------------------------------------------------

std::string_view mta_sts_state(std::string_view shown) {
  if (shown == "fits") return "fits";
  if (shown == "not covered") return "not_covered";
  return shown == "does not fit" ? "does_not_fit" : kUnknown;
}

std::optional<std::string_view> state_of(const Server& server, std::string_view name) {
  if (name == "outcome") return server.outcome.empty() ? kUnknown : server.outcome;
  if (name == "dane") return server.dane.empty() ? kUnknown : server.dane;
  if (name == "mta_sts") return mta_sts_state(server.mta_sts);
  return std::nullopt;
}

const model::EndpointRecord* record_of(const Observed& observed, const std::string& endpoint_id) {
  const auto found = std::find_if(observed.servers.begin(), observed.servers.end(),
                                  [&endpoint_id](const model::EndpointRecord* record) {
                                    return model::endpoint_id(record->endpoint) == endpoint_id;
                                  });
  return found == observed.servers.end() ? nullptr : *found;
}

Comparison server_comparison(const Wanted& wanted, const Observed& observed, const Server& server) {
  std::string what = fmt::format("{} of {}", wanted.name, server.endpoint_id);
  if (const auto state = state_of(server, wanted.name))
    return comparison(wanted, std::move(what), *state);
  const model::EndpointRecord* record = record_of(observed, server.endpoint_id);
  if (record == nullptr) return not_asked(wanted, std::move(what), "not looked at");
  return fact_comparison(wanted, std::move(what), record->facts);
}

void compare_servers(const Wanted& wanted, const Observed& observed,
                     std::vector<Comparison>& comparisons) {
  const std::size_t before = comparisons.size();
  for (const Host& host : observed.domain.hosts) {
    for (const Server& server : host.servers)
      comparisons.push_back(server_comparison(wanted, observed, server));
    if (host.servers.empty())
      comparisons.push_back(not_asked(wanted, wanted.name + " of " + host.name, "no server"));
  }
  if (comparisons.size() == before)
    comparisons.push_back(
        not_asked(wanted, wanted.name + " of " + observed.domain.domain, "no server"));
}

// ---- Checks and senders -------------------------------------------------------------------------

// The one of several that speaks of `name`: the longest is the most exact.
const Wanted* that_fits(const std::vector<Wanted>& all, std::string_view name) {
  const Wanted* best = nullptr;
  for (const Wanted& wanted : all)
    if (pattern_fits(wanted.name, name) &&
        (best == nullptr || wanted.name.size() > best->name.size()))
      best = &wanted;
  return best;
}

Comparison check_comparison(const Wanted& wanted, const model::Verdict& verdict,
                            const std::string& where) {
  Comparison made = comparison(wanted, fmt::format("{} of {}", verdict.check, where),
                               model::to_string(verdict.result));
  const bool asks_nothing =
      verdict.result == model::Result::info || verdict.result == model::Result::not_applicable;
  if (asks_nothing && wants(wanted, "pass")) made.met = Answer::yes;
  if (made.met != Answer::yes && !verdict.seen.empty()) made.found += ", " + verdict.seen;
  return made;
}

void compare_checks(const Wanted& wanted, const Expectation& expectation, const Observed& observed,
                    std::vector<Comparison>& comparisons) {
  bool judged = false;
  const auto add = [&](const std::optional<std::vector<model::Verdict>>& verdicts,
                       const std::string& where) {
    if (!verdicts) return;
    for (const model::Verdict& verdict : *verdicts) {
      judged = judged || pattern_fits(wanted.name, verdict.check);
      if (that_fits(expectation.checks, verdict.check) == &wanted)
        comparisons.push_back(check_comparison(wanted, verdict, where));
    }
  };
  add(observed.record.verdicts, observed.domain.domain);
  for (const model::EndpointRecord* record : observed.servers)
    add(record->verdicts, model::endpoint_id(record->endpoint));
  if (!judged) comparisons.push_back(not_asked(wanted, wanted.name, "not judged"));
}

void compare_senders(const Wanted& wanted, const Expectation& expectation, const Domain& domain,
                     std::vector<Comparison>& comparisons) {
  bool judged = false;
  for (const SenderRow& row : domain.senders) {
    judged = judged || pattern_fits(wanted.name, row.verdict.sender);
    if (that_fits(expectation.senders, row.verdict.sender) != &wanted) continue;
    Comparison made =
        comparison(wanted, fmt::format("mail of {} to {}", row.verdict.sender, domain.domain),
                   model::to_string(row.verdict.delivery));
    if (made.met != Answer::yes && !row.verdict.reason.empty())
      made.found += ", " + row.verdict.reason;
    comparisons.push_back(std::move(made));
  }
  if (!judged) comparisons.push_back(not_asked(wanted, "mail of " + wanted.name, "not predicted"));
}

}  // namespace

std::vector<Comparison> compare(const Expectation& expectation, const Observed& observed) {
  std::vector<Comparison> comparisons;
  for (const Wanted& wanted : expectation.domain)
    comparisons.push_back(domain_comparison(wanted, observed));
  for (const Wanted& wanted : expectation.enforcement)
    comparisons.push_back(enforcement_comparison(wanted, observed.domain));
  for (const Wanted& wanted : expectation.every_server)
    compare_servers(wanted, observed, comparisons);
  for (const Wanted& wanted : expectation.checks)
    compare_checks(wanted, expectation, observed, comparisons);
  for (const Wanted& wanted : expectation.senders)
    compare_senders(wanted, expectation, observed.domain, comparisons);
  return comparisons;
}

MetCounts counts_of(const std::vector<Comparison>& comparisons) {
  MetCounts counts;
  for (const Comparison& one : comparisons) {
    if (one.met == Answer::yes) ++counts.yes;
    if (one.met == Answer::no) ++counts.no;
    if (one.met == Answer::unknown) ++counts.unknown;
  }
  return counts;
}

std::string expectation_text(std::string_view title, const std::vector<Comparison>& comparisons,
                             const TextStyle& style) {
  Page page(style);
  const MetCounts counts = counts_of(comparisons);
  page.line(0, fmt::format("Of {} {} are met, {} not, and of {} it is not known.", title,
                           counts.yes, counts.no, counts.unknown));
  const auto add = [&](Answer met, std::string_view mark, Tone tone) {
    for (const Comparison& one : comparisons)
      if (one.met == met)
        page.marked(2, mark, tone,
                    fmt::format("{}: wanted {}, found {}", one.what, one.wanted, one.found));
  };
  add(Answer::no, "NOT MET", Tone::bad);
  add(Answer::unknown, "NOT KNOWN", Tone::doubt);
  return std::move(page).take();
}

}  // namespace report
