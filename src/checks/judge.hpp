// SPDX-License-Identifier: GPL-3.0-or-later
//
// Facts in, verdicts out. When a fact is known at all, so that a sentence can be said to be broken,
// is decided where facts come about (facts/question.hpp): a `no` needs a control before and after,
// the same server at both ends and, without a word of TLS, a repetition. Here a doubt of any kind
// becomes `inconclusive`, and never a failure.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checks/check.hpp"

namespace checks {

// Threading: immutable, may be shared.
class Judge {
 public:
  // Of those of `checks` that are about this subject; they must outlive it.
  Judge(Subject subject, const std::vector<Check>& checks);

  // One verdict for each check of which enough was asked, worst first, then by level and id.
  // What nobody asked about has no verdict. `port`: that was visited; of a domain it does not
  // matter.
  [[nodiscard]] std::vector<model::Verdict> judge(const std::vector<Fact>& facts,
                                                  std::uint16_t port) const;

  // Every fact that there is for this subject, as a literal; empty: there is none of this name.
  [[nodiscard]] std::string_view fact_name(std::string_view name) const;

 private:
  struct BoundWish {
    const Wish* wish;
    std::size_t fact;  // its place in the table of facts
  };
  struct BoundCheck {
    const Check* check;
    std::vector<BoundWish> applies;
    std::vector<BoundWish> wants;
  };
  using Table = std::vector<const Fact*>;  // nullptr: not asked

  [[nodiscard]] std::vector<BoundWish> bind(const Check& check,
                                            const std::vector<Wish>& wishes) const;
  [[nodiscard]] Table table_of(const std::vector<Fact>& facts) const;
  [[nodiscard]] model::Verdict verdict_of(const BoundCheck& bound, const Table& facts,
                                          std::uint16_t port) const;

  std::vector<std::string_view> names_;
  std::unordered_map<std::string_view, std::size_t> places_;  // of the names
  std::vector<BoundCheck> checks_;
};

// By the whole catalogue; made when it is first asked for.
const Judge& judge_of(Subject subject);

}  // namespace checks
