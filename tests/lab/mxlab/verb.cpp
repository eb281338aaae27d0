// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.hpp"

#include <algorithm>

namespace mxlab {
namespace {

constexpr std::array<std::string_view, verb_count> verb_names = {
    "EHLO", "HELO", "STARTTLS", "NOOP", "RSET", "HELP", "QUIT", "MAIL",
    "RCPT", "DATA", "BDAT",     "AUTH", "VRFY", "EXPN", "OTHER"};

constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return upper(x) == upper(y); });
}

}  // namespace

std::string_view name_of(Verb verb) { return verb_names[index_of(verb)]; }

std::optional<Verb> verb_named(std::string_view name) {
  for (std::size_t i = 0; i < verb_count; ++i) {
    if (same_word(name, verb_names[i])) return static_cast<Verb>(i);
  }
  return std::nullopt;
}

Command parse_command(std::string_view line) {
  constexpr std::string_view blanks = " \t";
  const std::size_t end = std::min(line.find_first_of(blanks), line.size());
  std::string_view parameter = line.substr(end);
  const std::size_t first = parameter.find_first_not_of(blanks);
  parameter = first == std::string_view::npos ? std::string_view{} : parameter.substr(first);
  const std::size_t last = parameter.find_last_not_of(blanks);
  if (last != std::string_view::npos) parameter = parameter.substr(0, last + 1);
  return {verb_named(line.substr(0, end)).value_or(Verb::other), parameter};
}

}  // namespace mxlab
