// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/text_columns.hpp"

#include <algorithm>
#include <vector>

#include <fmt/core.h>

#include "base/text.hpp"

namespace report {
namespace {

constexpr std::size_t kNameColumn = 12;
constexpr std::size_t kValueColumn = 38;
// Where a value stands that is too wide for its column: a SHA-256 in hexadecimal ends at kColumns.
constexpr std::size_t kWideColumn = 16;

bool continues_character(char octet) { return (static_cast<unsigned char>(octet) & 0xc0) == 0x80; }

// The octets of the first `count` characters.
std::size_t octets_of(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size() && (count > 0 || continues_character(text[end]))) {
    if (!continues_character(text[end])) --count;
    ++end;
  }
  return end;
}

// What stands between blanks; a parenthesis belongs to what it explains: "x25519 (29)".
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : base::split(text, ' ')) {
    if (!words.empty() && !word.empty() && word.front() == '(') {
      words.back().append(" ").append(word);
    } else {
      words.emplace_back(word);
    }
  }
  return words;
}

std::size_t widest_word(std::string_view text) {
  std::size_t widest = 0;
  for (const std::string& word : words_of(text)) widest = std::max(widest, width(word));
  return widest;
}

std::string in_columns(std::size_t name_column, std::string_view name, std::string_view value) {
  std::string line = fmt::format("{:>{}}{:<{}}", "", name_column, name, kValueColumn - name_column);
  const bool name_fits = name_column + name.size() < kValueColumn;
  if (name_fits && widest_word(value) <= kColumns - kValueColumn)
    return line + wrapped(value, kValueColumn, kValueColumn) + "\n";
  line.erase(line.find_last_not_of(' ') + 1);
  return fmt::format("{}\n{:>{}}{}\n", line, "", kWideColumn,
                     wrapped(value, kWideColumn, kWideColumn));
}

}  // namespace

std::size_t width(std::string_view text) {
  return text.size() -
         static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues_character));
}

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : base::escape(text)) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x20 || octet == 0x7f) {
      out += fmt::format("\\x{:02x}", octet);
    } else {
      out += c;
    }
  }
  return out;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + shown(word);
  return text;
}

std::string wrapped(std::string_view text, std::size_t column, std::size_t indent,
                    std::size_t columns) {
  const std::string next_line = fmt::format("\n{:>{}}", "", indent);
  std::string out;
  bool line_begins = true;
  for (const std::string& whole : words_of(text)) {
    std::string_view word = whole;
    if (!line_begins && column + 1 + width(word) > columns) {
      out += next_line;
      column = indent;
      line_begins = true;
    }
    if (!line_begins) {
      out += ' ';
      ++column;
    }
    while (column + width(word) > columns) {
      const std::size_t part = octets_of(word, columns - column);
      out.append(word.substr(0, part)).append(next_line);
      word.remove_prefix(part);
      column = indent;
    }
    out += word;
    column += width(word);
    line_begins = false;
  }
  return out;
}

std::string paragraph(std::string_view title, std::string_view text) {
  constexpr std::size_t kParagraph = 12;
  if (text.empty()) return {};
  return fmt::format("  {:<10}{}\n", title, wrapped(text, kParagraph, kParagraph));
}

std::string field(std::string_view name, std::string_view value) {
  return in_columns(kNameColumn, name, value);
}

std::string subfield(std::string_view name, std::string_view value) {
  return in_columns(kNameColumn + 2, name, value);
}

}  // namespace report
