// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/mta_sts_policy.hpp"

#include <algorithm>
#include <string>

#include "fuzz/octets.hpp"

namespace {

bool is_printable(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// What was read, as RFC 8461 section 3.2 writes it.
std::string written(const wire::MtaStsPolicy& policy) {
  std::string text = "version: STSv1\r\nmode: " + std::string(wire::to_string(policy.mode)) +
                     "\r\nmax_age: " + std::to_string(policy.max_age) + "\r\n";
  for (const std::string& pattern : policy.mx) text += "mx: " + pattern + "\r\n";
  return text;
}

void check(const wire::MtaStsPolicy& policy) {
  require(policy.max_age <= wire::kMostMaxAge && policy.mx.size() <= wire::kMostPatterns);
  require(!policy.mx.empty() || policy.mode == wire::MtaStsMode::none);
  for (const std::string& pattern : policy.mx) {
    const bool is_wildcard = pattern.substr(0, 2) == "*.";
    const std::string rest = pattern.substr(is_wildcard ? 2 : 0);
    require(wire::mx_pattern_matches(pattern, is_wildcard ? "x." + rest : rest));
    require(wire::mx_pattern_matches(pattern, rest) != is_wildcard);
    require(!wire::mx_pattern_matches(pattern, "x.y." + rest));
  }
  const wire::MtaStsText again = wire::read_mta_sts_policy(written(policy));
  require(again.flaws.empty() && again.policy && again.policy->mode == policy.mode &&
          again.policy->mx == policy.mx && again.policy->max_age == policy.max_age);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = octets(data, size);
  const wire::MtaStsText read = wire::read_mta_sts_policy(text);
  require(read.flaws.size() <= wire::kMostFlaws);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  bool any_fatal = false;
  for (const wire::PolicyFlaw& flaw : read.flaws) {
    require(flaw.line <= lines && is_printable(flaw.what));
    any_fatal = any_fatal || flaw.fatal;
  }
  require(any_fatal != read.policy.has_value());
  if (read.policy) check(*read.policy);
  const std::size_t half = size / 2;
  wire::mx_pattern_matches(text.substr(0, half), text.substr(half));
  return 0;
}
