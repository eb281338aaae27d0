// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a fact comes about where DNS is the witness.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"
#include "model/records.hpp"

namespace facts {

enum class Lookup : std::uint8_t {
  not_asked,
  found,         // NOERROR
  none,          // NO_ANSWER, NXDOMAIN: there is no such record
  failed,        // the name servers' doing: SERVFAIL (a bogus signature among others), REFUSED,
                 // CNAME_LOOP
  not_measured,  // nobody answered, or nothing that can be read: that may be about us
};
Lookup lookup_of(std::string_view status);  // zdns's word
// The lookup says what there is, be it nothing.
bool is_conclusive(Lookup lookup);

model::Fact yes(std::string seen);
model::Fact no(std::string seen, std::vector<std::string> list = {});
model::Fact unknown(model::Doubt doubt, std::string seen);

// Whether something holds of each of several things, where it may not be known of some: one of
// which it does not hold decides.
class ForEach {
 public:
  void holds() { ++count_; }
  void fails(std::string name, std::string seen);  // a name once
  void is_unknown(std::string seen);
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] bool has_doubt() const { return unknown_; }
  [[nodiscard]] const std::string& doubt() const { return doubt_; }
  // `seen`: when it holds of all. not_applicable when there was nothing.
  [[nodiscard]] model::Fact fact(std::string seen) const;

 private:
  std::size_t count_ = 0;
  std::vector<std::string> failed_;
  std::string failure_;  // of the first
  bool unknown_ = false;
  std::string doubt_;  // of the first
};

// `then` where the condition is `yes`; not_applicable where it is `no`, as doubtful as it is where
// that is unknown.
model::Fact only_if(const model::Fact& condition, const std::function<model::Fact()>& then);

// Text of a stranger's, cut where it is long.
std::string cut_short(std::string_view text);

}  // namespace facts
