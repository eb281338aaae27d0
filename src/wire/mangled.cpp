// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/mangled.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "base/text.hpp"
#include "wire/ehlo.hpp"

namespace wire {
namespace {

constexpr std::string_view kStarttls = "STARTTLS";

std::size_t crosses_in(std::string_view word) {
  return static_cast<std::size_t>(std::count_if(
      word.begin(), word.end(), [](char c) { return c == 'X' || c == 'x' || c == '*'; }));
}

// Firewalls keep the length: the octets behind must not move.
bool stands_for_starttls(std::string_view keyword) {
  if (keyword.size() != kStarttls.size() || base::equals_ignoring_case(keyword, kStarttls))
    return false;
  constexpr std::size_t kMost = 6;  // of eight; "XXXXXXXA" has seven
  if (crosses_in(keyword) >= kMost) return true;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < keyword.size(); ++i) kept += keyword[i] == kStarttls[i] ? 1 : 0;
  return kept + 1 == kStarttls.size();
}

}  // namespace

bool is_mangled(const SmtpReply& ehlo) {
  if (!ehlo.is_positive() || ehlo.lines.empty()) return false;
  return std::any_of(ehlo.lines.begin() + 1, ehlo.lines.end(), [](const std::string& line) {
    return stands_for_starttls(split_ehlo_line(line).keyword);
  });
}

bool is_starred_out(const SmtpReply& greeting) {
  if (greeting.lines.empty()) return false;
  const std::string& text = greeting.lines.front();
  const auto stars = static_cast<std::size_t>(std::count(text.begin(), text.end(), '*'));
  constexpr std::size_t kLeast = 8;
  return stars >= kLeast && stars * 2 > text.size();
}

bool is_crossed_out(std::string_view word) {
  constexpr std::size_t kLeast = 3;  // letters: "X" alone is a private keyword's beginning
  return word.size() >= kLeast && crosses_in(word) + 1 >= word.size();
}

}  // namespace wire
