// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/smtp_names.hpp"

#include <algorithm>
#include <cstddef>

#include "base/ip_address.hpp"
#include "base/text.hpp"

namespace wire {
namespace {

bool is_label(std::string_view label) {
  constexpr std::size_t kMostOctets = 63;  // RFC 1035 section 2.3.4
  return !label.empty() && label.size() <= kMostOctets && label.front() != '-' &&
         label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
           return base::is_alphanumeric(c) || c == '-';
         });
}

}  // namespace

bool is_domain_name(std::string_view word) {
  constexpr std::size_t kMostOctets = 255;  // RFC 5321 section 4.5.3.1.2
  if (word.size() > kMostOctets || word.find('.') == std::string_view::npos) return false;
  std::string_view last;
  for (std::size_t start = 0; start <= word.size(); start += last.size() + 1) {
    last = word.substr(start, word.find('.', start) - start);
    if (!is_label(last)) return false;
  }
  return !std::all_of(last.begin(), last.end(), base::is_digit);
}

bool is_address_literal(std::string_view word) {
  if (word.size() < 2 || word.front() != '[' || word.back() != ']') return false;
  word = word.substr(1, word.size() - 2);
  constexpr std::string_view kTag = "IPv6:";
  const bool tagged = base::starts_with_ignoring_case(word, kTag);
  const auto address = base::IpAddress::parse(tagged ? word.substr(kTag.size()) : word);
  return address && address->is_ipv4() != tagged;
}

}  // namespace wire
