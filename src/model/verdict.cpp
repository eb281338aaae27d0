// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/verdict.hpp"

#include <algorithm>

namespace model {
namespace {

constexpr std::array<std::string_view, kLevels> kLevelNames{"must", "should", "may", "community"};
constexpr std::array<std::string_view, kResults> kResultNames{"fail", "warn", "inconclusive",
                                                              "info", "pass", "not_applicable"};

}  // namespace

std::string_view to_string(Level level) { return kLevelNames[static_cast<std::size_t>(level)]; }
std::string_view to_string(Result result) { return kResultNames[static_cast<std::size_t>(result)]; }

std::optional<Result> result_of(std::string_view name) {
  const auto found = std::find(kResultNames.begin(), kResultNames.end(), name);
  if (found == kResultNames.end()) return std::nullopt;
  return static_cast<Result>(found - kResultNames.begin());
}

RollUp& RollUp::operator+=(const RollUp& other) {
  for (std::size_t level = 0; level < kLevels; ++level) {
    for (std::size_t result = 0; result < kResults; ++result)
      counts_[level][result] += other.counts_[level][result];
  }
  return *this;
}

std::uint32_t RollUp::count(Result result) const {
  std::uint32_t sum = 0;
  for (const auto& of_level : counts_) sum += of_level[static_cast<std::size_t>(result)];
  return sum;
}

RollUp roll_up(const std::vector<Verdict>& verdicts) {
  RollUp sum;
  for (const Verdict& verdict : verdicts) sum.add(verdict.level, verdict.result);
  return sum;
}

}  // namespace model
