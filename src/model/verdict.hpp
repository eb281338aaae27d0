// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a sentence of a document makes of the facts (src/checks judges; results-schema/ describes).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"

namespace model {

// How much a sentence demands: RFC 2119's words, and what is good practice without a document that
// demands it.
enum class Level : std::uint8_t { must, should, may, community };
inline constexpr std::size_t kLevels = 4;
std::string_view to_string(Level level);

// Worst first: the order in which verdicts are shown.
enum class Result : std::uint8_t {
  fail,            // what must be is not, or what must not be is
  warn,            // what should be is not; or a "must" that accepted practice goes against
  inconclusive,    // it was asked and is not known, for the reason that the fact has
  info,            // nothing is demanded, or not of this one, and somebody may want to know
  pass,            // as the sentence wants it
  not_applicable,  // the sentence does not speak of this server
};
inline constexpr std::size_t kResults = 6;
std::string_view to_string(Result result);
std::optional<Result> result_of(std::string_view name);

struct Verdict {
  std::string_view check;  // "rfc3207/not_offered_inside_tls"; a literal
  Level level = Level::must;
  Result result = Result::inconclusive;
  std::string_view fact;           // that decided; a literal; empty: none, another port is meant
  Answer value = Answer::unknown;  // of that fact
  Doubt doubt = Doubt::none;       // of that fact; none unless the value is unknown
  std::string seen;                // in the fact's words
  std::optional<std::uint64_t> number{};  // of that fact

  bool operator==(const Verdict&) const = default;
};

// No grade: how many verdicts of each level came out how.
class RollUp {
 public:
  void add(Level level, Result result) { ++counts_[index(level)][index(result)]; }
  RollUp& operator+=(const RollUp& other);
  [[nodiscard]] std::uint32_t count(Level level, Result result) const {
    return counts_[index(level)][index(result)];
  }
  [[nodiscard]] std::uint32_t count(Result result) const;
  bool operator==(const RollUp&) const = default;

 private:
  template <typename Enum>
  static std::size_t index(Enum value) {
    return static_cast<std::size_t>(value);
  }
  std::array<std::array<std::uint32_t, kResults>, kLevels> counts_{};
};

RollUp roll_up(const std::vector<Verdict>& verdicts);

}  // namespace model
