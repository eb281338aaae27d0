// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/facts_text.hpp"

#include <fmt/core.h>

#include "facts/evidence.hpp"
#include "report/text_columns.hpp"

namespace cli {
namespace {

using report::kColumns;
using report::shown;

constexpr std::size_t kIndent = 43;

std::string reason(const model::Fact& fact) {
  std::string text;
  if (fact.value == model::Answer::unknown) text = std::string(model::to_string(fact.doubt));
  if (!fact.probe.empty()) text += (text.empty() ? "" : ", ") + fact.probe;
  if (!fact.seen.empty()) text += (fact.probe.empty() ? " " : ": ") + shown(fact.seen);
  if (fact.number) text += fmt::format(" ({})", *fact.number);
  return text;
}

// Words over several lines, each line at most kColumns where the words allow.
std::string in_lines(const std::vector<std::string>& words) {
  std::string text;
  std::string line(kIndent, ' ');
  for (const std::string& name : words) {
    const std::string word = shown(name);
    if (line.size() + word.size() + 1 > kColumns && line.size() > kIndent) {
      text += line + "\n";
      line.assign(kIndent, ' ');
    }
    line += (line.size() > kIndent ? " " : "") + word;
  }
  return text + line + "\n";
}

// A list that says no more than the reason does.
bool is_said(const model::Fact& fact) {
  return fact.list.empty() ||
         (fact.list.size() == 1 && fact.seen.find(fact.list.front()) != std::string::npos);
}

}  // namespace

std::string conversation_line(const model::Conversation& conversation) {
  return shown(
      fmt::format("{}: {}", conversation.transcript.probe, facts::Talk(conversation, 0).seen()));
}

std::string facts_text(const model::EndpointRecord& visit) {
  std::string text =
      fmt::format("{}: {} connections, {} dirty closes{}\n", model::endpoint_id(visit.endpoint),
                  visit.conversations.size(), visit.dirty_closes(),
                  visit.cut_short.empty() ? "" : ", cut short: " + visit.cut_short);
  for (const model::Fact& fact : visit.facts) {
    if (fact.doubt == model::Doubt::not_asked) continue;
    text +=
        fmt::format("  {:<30}  {:<7}  {}\n", fact.name, model::to_string(fact.value), reason(fact));
    if (!is_said(fact)) text += in_lines(fact.list);
  }
  return text;
}

}  // namespace cli
