// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "scan/intake.hpp"

namespace scan {

// Domains whose servers stand behind a crowded gate (scan::Pace), kept as little more than their
// names until it is less crowded: an operator with half of all domains must not fill the memory,
// nor keep the other half from being read.
class SetAside {
 public:
  void put(const std::string& gate, Target target) {
    gates_[gate].push_back(std::move(target));
    ++size_;
  }
  [[nodiscard]] bool has(const std::string& gate) const { return gates_.count(gate) != 0; }
  // The first of those behind the gate.
  std::optional<Target> take(const std::string& gate) {
    const auto found = gates_.find(gate);
    if (found == gates_.end()) return std::nullopt;
    Target target = std::move(found->second.front());
    found->second.pop_front();
    if (found->second.empty()) gates_.erase(found);
    --size_;
    return target;
  }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::unordered_map<std::string, std::deque<Target>> gates_;
  std::size_t size_ = 0;
};

}  // namespace scan
