// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/expectation_names.hpp"

#include <algorithm>
#include <numeric>

#include "checks/catalogue.hpp"
#include "facts/domain.hpp"
#include "facts/facts.hpp"
#include "outcome/codes.hpp"

namespace report {
namespace {

using Words = std::vector<std::string>;

struct Entry {
  Section section;
  std::string_view name;
  Words words;
};

const Words& truth() {
  static const Words kTruth{"yes", "no", "unknown"};
  return kTruth;
}

// What is no fact, check or sender.
const std::vector<Entry>& entries() {
  static const Words kReadiness{"safe", "not_yet", "unknown", "not_possible"};
  static const std::vector<Entry> kEntries{
      {Section::domain, "verdict", {"safe", "not_yet", "unknown"}},
      {Section::domain,
       "dane",
       {"valid", "rollover", "half", "unusable", "invalid", "lookup_failed", "none", "unknown"}},
      {Section::domain, "dane_coverage", {"all", "some", "none"}},
      {Section::domain,
       "mta_sts",
       {"enforce", "testing", "mode_none", "none", "record_invalid", "fetch_failed",
        "certificate_invalid", "policy_invalid", "not_fetched", "unknown"}},
      {Section::domain, "tlsrpt", {"valid", "invalid", "none", "unknown"}},
      {Section::domain, "requiretls", truth()},
      {Section::enforcement, "mta_sts", kReadiness},
      {Section::enforcement, "dane", kReadiness},
      {Section::enforcement, "mandatory_tls", kReadiness},
      {Section::enforcement, "requiretls", kReadiness},
      {Section::every_server, "outcome", {}},
      {Section::every_server,
       "dane",
       {"matches", "fails", "unusable", "lookup_failed", "none", "unknown"}},
      {Section::every_server, "mta_sts", {"fits", "not_covered", "does_not_fit", "unknown"}},
  };
  return kEntries;
}

void add_facts(const std::vector<model::Fact>& facts, Words& names) {
  for (const model::Fact& fact : facts) names.emplace_back(fact.name);
}

Words deliveries() {
  Words words;
  for (std::size_t i = 0; i < model::kDeliveries; ++i)
    words.emplace_back(model::to_string(static_cast<model::Delivery>(i)));
  return words;
}

Words outcomes() {
  Words words;
  for (const outcome::Code& code : outcome::codes()) words.push_back(code.code);
  return words;
}

Words results() {
  Words words;
  for (std::size_t i = 0; i < model::kResults; ++i)
    words.emplace_back(model::to_string(static_cast<model::Result>(i)));
  return words;
}

// How many letters must be put in, taken out or changed (Levenshtein).
std::size_t distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t changed = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view to_string(Section section) {
  switch (section) {
    case Section::domain:
      return "domain";
    case Section::enforcement:
      return "enforcement";
    case Section::every_server:
      return "every_server";
    case Section::checks:
      return "checks";
    case Section::senders:
      return "senders";
  }
  return "";
}

std::vector<std::string> names_of(Section section, const std::vector<model::Sender>& senders) {
  Words names;
  for (const Entry& entry : entries())
    if (entry.section == section) names.emplace_back(entry.name);
  if (section == Section::domain) add_facts(facts::facts_of(model::DomainRecord{}), names);
  if (section == Section::every_server) add_facts(facts::facts_of(model::EndpointRecord{}), names);
  if (section == Section::checks)
    for (const checks::Check& check : checks::catalogue()) names.emplace_back(check.id);
  if (section == Section::senders)
    for (const model::Sender& sender : senders) names.push_back(sender.id);
  return names;
}

std::vector<std::string> words_of(Section section, std::string_view name) {
  if (section == Section::checks) return results();
  if (section == Section::senders) return deliveries();
  for (const Entry& entry : entries())
    if (entry.section == section && entry.name == name)
      return entry.words.empty() ? outcomes() : entry.words;
  return truth();
}

bool pattern_fits(std::string_view pattern, std::string_view name) {
  if (pattern.empty() || pattern.back() != '*') return pattern == name;
  return name.starts_with(pattern.substr(0, pattern.size() - 1));
}

std::string nearest(std::string_view name, const std::vector<std::string>& names) {
  constexpr std::size_t kLongest = 100;  // octets: the work grows with their square
  if (name.size() > kLongest) return {};
  std::string best;
  std::size_t least = name.size() / 3 + 2;
  for (const std::string& some : names) {
    const std::size_t changes = distance(name, some);
    if (changes >= least) continue;
    least = changes;
    best = some;
  }
  return best;
}

}  // namespace report
