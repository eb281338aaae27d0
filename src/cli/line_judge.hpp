// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "checks/judge.hpp"
#include "model/records.hpp"
#include "model/stored_line.hpp"

namespace cli {

// Judges stored lines one after the other. An endpoint's counts are kept for the domains that come
// behind it: about 200 octets each.
class LineJudge {
 public:
  explicit LineJudge(std::string version);

  struct Judged {
    std::string problem;                    // why the line is none that can be judged
    std::optional<model::JudgedLine> line;  // nullopt: a line without facts, or a problem
  };
  Judged judge(std::string_view line);

  // How often each check came out how, over all lines so far.
  using Counts = std::array<std::uint64_t, model::kResults>;
  [[nodiscard]] const std::map<std::string_view, Counts>& counts() const { return counts_; }
  [[nodiscard]] std::uint64_t endpoints() const { return endpoints_; }
  [[nodiscard]] std::uint64_t domains() const { return domains_; }

 private:
  void add_endpoints(model::JudgedLine& domain, const model::StoredLine& stored) const;

  std::string version_;
  model::StoredLineReader reader_;
  std::unordered_map<std::string, model::RollUp> by_endpoint_;  // run id, a blank, endpoint id
  std::map<std::string_view, Counts> counts_;
  std::uint64_t endpoints_ = 0;
  std::uint64_t domains_ = 0;
};

}  // namespace cli
