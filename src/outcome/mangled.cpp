// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/mangled.hpp"

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "wire/ehlo.hpp"

namespace outcome {
namespace {

constexpr std::string_view kStarttls = "STARTTLS";

// Firewalls keep the length: the octets behind must not move.
bool stands_for_starttls(std::string_view keyword) {
  if (keyword.size() != kStarttls.size() || base::equals_ignoring_case(keyword, kStarttls))
    return false;
  const auto crossed_out = std::count_if(keyword.begin(), keyword.end(),
                                         [](char c) { return c == 'X' || c == 'x' || c == '*'; });
  constexpr auto kMost = 6;  // of eight; "XXXXXXXA" has seven
  if (crossed_out >= kMost) return true;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < keyword.size(); ++i) kept += keyword[i] == kStarttls[i] ? 1 : 0;
  return kept + 1 == kStarttls.size();
}

}  // namespace

bool is_mangled(const wire::SmtpReply& ehlo) {
  const auto capabilities = wire::capabilities(ehlo);
  return std::any_of(
      capabilities.begin(), capabilities.end(),
      [](const wire::Capability& capability) { return stands_for_starttls(capability.keyword); });
}

bool is_starred_out(const wire::SmtpReply& greeting) {
  if (greeting.lines.empty()) return false;
  const std::string& text = greeting.lines.front();
  const auto stars = static_cast<std::size_t>(std::count(text.begin(), text.end(), '*'));
  constexpr std::size_t kLeast = 8;
  return stars >= kLeast && stars * 2 > text.size();
}

}  // namespace outcome
