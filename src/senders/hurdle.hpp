// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/fact.hpp"

namespace senders {

// Something that a sender must get past: whether it does, which fact decides, and why not.
struct Hurdle {
  model::Answer passed = model::Answer::yes;
  std::string_view property{};  // a fact's name, a literal; empty: none stands in the way
  std::string reason{};         // a clause; empty where it is passed

  [[nodiscard]] bool is_passed() const { return passed == model::Answer::yes; }

  static Hurdle none() { return {}; }
  static Hurdle fails(std::string_view property, std::string reason) {
    return {model::Answer::no, property, std::move(reason)};
  }
  static Hurdle open(std::string_view property, std::string reason) {
    return {model::Answer::unknown, property, std::move(reason)};
  }
};

// What is met one after the other: the first that is not passed for certain decides, but for a
// doubt in front of a certain failure, which stays a failure: whether the doubt is passed or not,
// it ends alike.
Hurdle first_of(std::initializer_list<Hurdle> hurdles);

// What may be met, one or the other: as they agree, else unknown.
Hurdle whichever(const std::vector<Hurdle>& hurdles);

}  // namespace senders
