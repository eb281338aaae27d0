// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/text_page.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/printable.hpp"
#include "report/text_columns.hpp"

namespace report {
namespace {

constexpr std::size_t kFewestColumns = 60;
constexpr std::size_t kLongMark = 12;  // columns; text behind it does not hang there

// Select Graphic Rendition (ECMA-48 section 8.3.117).
std::string_view colour_of(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "1;32";
    case Tone::warn:
      return "1;33";
    case Tone::bad:
      return "1;31";
    case Tone::doubt:
      return "1;35";
    case Tone::plain:
      return "1";
  }
  return "1";
}

}  // namespace

Page::Page(const TextStyle& style)
    : colour_(style.colour), columns_(std::max(style.width, kFewestColumns)) {}

std::string Page::painted(Tone tone, std::string_view text) const {
  if (!colour_ || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", colour_of(tone), text);
}

void Page::heading(std::string_view title) {
  text_ += fmt::format("\n{}\n", painted(Tone::plain, printable(title)));
}

void Page::line(std::size_t indent, std::string_view text) {
  text_ +=
      fmt::format("{:>{}}{}\n", "", indent, wrapped(printable(text), indent, indent + 2, columns_));
}

void Page::marked(std::size_t indent, std::string_view mark, Tone tone, std::string_view text) {
  const std::size_t column = indent + width(mark) + 1;
  const std::size_t hang = width(mark) > kLongMark ? indent + 2 : column;
  text_ += fmt::format("{:>{}}{} {}\n", "", indent, painted(tone, mark),
                       wrapped(printable(text), column, hang, columns_));
}

void Page::numbered(std::size_t number, std::string_view mark, Tone tone, std::string_view text) {
  const std::string before = fmt::format("{:>3}. ", number);
  text_ += fmt::format(
      "{}{} {}\n", before, painted(tone, mark),
      wrapped(printable(text), before.size() + width(mark) + 1, before.size(), columns_));
}

void Page::field(std::size_t indent, std::string_view name, std::size_t width,
                 std::string_view text) {
  if (text.empty()) return;
  const std::size_t column = indent + width;
  text_ += fmt::format("{:>{}}{:<{}}{}\n", "", indent, name, width,
                       wrapped(printable(text), column, column, columns_));
}

void Page::field(std::size_t indent, std::string_view name, std::size_t width, const Word& word,
                 std::string_view text) {
  const std::size_t column = indent + width;
  const std::string mark = upper(word.says) + (text.empty() ? "" : ":");
  text_ += fmt::format("{:>{}}{:<{}}{}", "", indent, name, width, painted(word.tone, mark));
  if (!text.empty())
    text_ += " " + wrapped(printable(text), column + report::width(mark) + 1, column, columns_);
  text_ += '\n';
}

void Page::record(std::string_view line) { text_ += printable(line) + "\n"; }

void Page::remark(std::string_view text) {
  constexpr std::size_t kMark = 2;
  const std::string lines = wrapped(printable(text), 0, 0, columns_ - kMark);
  for (const std::string_view line : base::split(lines, '\n')) text_ += fmt::format("; {}\n", line);
}

std::string upper(std::string_view words) {
  std::string out(words);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string clipped(std::string_view text, std::size_t most) {
  constexpr std::string_view kMore = "...";
  std::string out = printable(text);
  if (width(out) <= most) return out;
  while (!out.empty() && width(out) + kMore.size() > most) out.pop_back();
  // Not in the middle of a character.
  while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0x80) != 0) out.pop_back();
  return out + std::string(kMore);
}

}  // namespace report
