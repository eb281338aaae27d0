// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/facts_text.hpp"

#include <fmt/core.h>

#include "base/text.hpp"

namespace cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 42;

std::string reason(const model::Fact& fact) {
  std::string text;
  if (fact.value == model::Answer::unknown) text = std::string(model::to_string(fact.doubt));
  if (!fact.probe.empty()) text += (text.empty() ? "" : ", ") + fact.probe;
  if (!fact.seen.empty()) text += (fact.probe.empty() ? " " : ": ") + base::escape(fact.seen);
  if (fact.number) text += fmt::format(" ({})", *fact.number);
  return text;
}

// Words over several lines, each line at most kWidth where the words allow.
std::string wrapped(const std::vector<std::string>& words) {
  std::string text;
  std::string line(kIndent, ' ');
  for (const std::string& word : words) {
    const std::string shown = base::escape(word);
    if (line.size() + shown.size() + 1 > kWidth && line.size() > kIndent) {
      text += line + "\n";
      line.assign(kIndent, ' ');
    }
    line += (line.size() > kIndent ? " " : "") + shown;
  }
  return text + line + "\n";
}

}  // namespace

std::string facts_text(const model::EndpointRecord& visit) {
  std::string text =
      fmt::format("{}: {} connections, {} dirty closes{}\n", model::endpoint_id(visit.endpoint),
                  visit.conversations.size(), visit.dirty_closes(),
                  visit.cut_short.empty() ? "" : ", cut short: " + visit.cut_short);
  for (const model::Fact& fact : visit.facts) {
    if (fact.doubt == model::Doubt::not_asked) continue;
    text +=
        fmt::format("  {:<30}  {:<7}  {}\n", fact.name, model::to_string(fact.value), reason(fact));
    if (!fact.list.empty()) text += wrapped(fact.list);
  }
  return text;
}

}  // namespace cli
