// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/codes_text.hpp"

#include <fmt/core.h>

#include "outcome/codes.hpp"
#include "report/text_columns.hpp"

namespace cli {
namespace {

using report::paragraph;

using outcome::Code;

std::string tlsrpt_of(const Code& code) {
  if (code.tlsrpt.empty()) return {};
  return code.reason.empty() ? std::string(code.tlsrpt)
                             : fmt::format("{}, {}", code.tlsrpt, code.reason);
}

std::string explained(const Code& code) {
  return fmt::format("{}   {}, {}{}\n", code.code, model::to_string(code.measurability),
                     model::to_string(code.attribution),
                     code.is_finding ? "; stands beside another" : "") +
         paragraph("is", code.meaning) + paragraph("a sender", code.sender) +
         paragraph("to do", code.remedy) + paragraph("TLSRPT", tlsrpt_of(code)) +
         paragraph("sources", code.sources);
}

constexpr std::string_view kMarkdownHead = R"(# Outcomes

Made by `waxseal explain --markdown` from the one table, `src/outcome/codes.cpp`; a test compares the two.

Every conversation has an `outcome` with one of these codes, and in `also` those that stand beside another (*). An endpoint has
one that merges its conversations with the plain probe, with `attempts` and `agreeing`; a domain has one where DNS alone decides.
Only `measured` belongs into a share's denominator: `transient` may be otherwise later, `blocked` is about us, `vantage` about our
own network, and `skipped` was not asked.

| code | measurability | attribution | TLSRPT | is | a sender | to do | sources |
|---|---|---|---|---|---|---|---|
)";

}  // namespace

std::string codes_text(std::string_view name) {
  std::string text;
  for (const Code& code : outcome::codes()) {
    const bool wanted = name.empty() || code.code == name || outcome::stage_of(code.code) == name;
    if (wanted) text += (text.empty() ? "" : "\n") + explained(code);
  }
  return text;
}

std::string codes_markdown() {
  std::string text(kMarkdownHead);
  for (const Code& code : outcome::codes()) {
    text += fmt::format("| `{}`{} | {} | {} | {} | {} | {} | {} | {} |\n", code.code,
                        code.is_finding ? " *" : "", model::to_string(code.measurability),
                        model::to_string(code.attribution), tlsrpt_of(code), code.meaning,
                        code.sender, code.remedy, code.sources);
  }
  return text;
}

}  // namespace cli
