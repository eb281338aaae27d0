// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include "report/text_columns.hpp"
#include "report/text_sections.hpp"

namespace report {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kVerdict = 13;
constexpr std::size_t kInForce = 9;
constexpr std::size_t kSenders = 22;  // "12 of 27, 12 not known"
constexpr std::size_t kSendersShown = 4;

std::string senders_of(const Enforcement& way) {
  if (!way.possible) return "-";
  if (way.senders == 0) return "none knows it";
  std::string text = fmt::format("{} of {}", way.failing.size(), way.senders);
  if (!way.unknown.empty()) text += fmt::format(", {} not known", way.unknown.size());
  return text;
}

void add_row(Page& page, std::string_view name, std::string_view verdict, Tone tone,
             std::string_view in_force, std::string_view senders) {
  const std::size_t column = page.columns() - kVerdict - kInForce - kSenders;
  std::string row = fmt::format("{:>{}}{}", "", kIndent, name);
  if (row.size() + 1 > column) row += "\n";
  const std::size_t here = row.back() == '\n' ? 0 : row.size();
  row += fmt::format("{:>{}}", "", column - here);
  row += page.painted(tone, verdict);
  row += fmt::format("{:>{}}", "", kVerdict - verdict.size());
  page.laid_out(row + fmt::format("{:<{}}{}\n", in_force, kInForce, senders));
}

}  // namespace

void add_enforcement(Page& page, const Domain& domain) {
  if (domain.enforcement.empty()) return;
  page.heading("What becomes of mail where TLS is enforced");
  add_row(page, "way", "verdict", Tone::plain, "in force", "senders that fail");
  for (const Enforcement& way : domain.enforcement) {
    const Word word = word_of(way);
    add_row(page, way.name, upper(word.says), word.tone, way.in_force ? "yes" : "no",
            senders_of(way));
    if (!way.why.empty()) page.line(kIndent + 2, way.why);
    if (!way.failing.empty())
      page.line(kIndent + 2, "Lost: mail of " + some_of(way.failing, kSendersShown) + ".");
    if (!way.unknown.empty())
      page.line(kIndent + 2, "Not known: mail of " + some_of(way.unknown, kSendersShown) + ".");
  }
}

}  // namespace report
