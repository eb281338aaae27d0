// SPDX-License-Identifier: GPL-3.0-or-later
//
// An endpoint as senders see it: its facts, by name.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/fact.hpp"
#include "model/outcome.hpp"
#include "senders/fact_name.hpp"
#include "wire/tls_names.hpp"

namespace senders {

using model::Answer;
using model::Fact;

// Keeps of the facts what this room asks for: some kilobytes.
// Threading: immutable once it is made.
class Server {
 public:
  // `outcome`: of the plain conversations; nullopt: there was none.
  Server(const std::vector<Fact>& facts, std::optional<model::MergedOutcome> outcome);

  // unknown(not_asked) where nobody asked.
  [[nodiscard]] const Fact& fact(FactName name) const { return facts_[name.place()]; }
  [[nodiscard]] Answer is(FactName name) const { return fact(name).value; }
  [[nodiscard]] bool yes(FactName name) const { return is(name) == Answer::yes; }
  [[nodiscard]] bool no(FactName name) const { return is(name) == Answer::no; }
  [[nodiscard]] bool lists(FactName name, std::string_view word) const;
  [[nodiscard]] const std::vector<Fact>& facts() const { return facts_; }
  [[nodiscard]] const std::optional<model::MergedOutcome>& outcome() const { return outcome_; }

  // The same server, were it so (model/sender_verdict.hpp): made once, and as long-lived as this
  // one. Of a server that is such itself: itself.
  [[nodiscard]] const Server& without_tls1_2() const {
    return without_tls1_2_ ? *without_tls1_2_ : *this;
  }
  [[nodiscard]] const Server& with_expired_certificate() const {
    return with_expired_certificate_ ? *with_expired_certificate_ : *this;
  }

 private:
  void pretend(FactName name, Answer value);

  std::vector<Fact> facts_;  // by the places of their names
  std::optional<model::MergedOutcome> outcome_;
  std::shared_ptr<const Server> without_tls1_2_;  // nullptr: of one that is made of another
  std::shared_ptr<const Server> with_expired_certificate_;
};

// "tls1_2" of 0x0303.
FactName version_fact(std::uint16_t version);

// The names of all facts that this room asks for, sorted.
std::span<const std::string_view> facts_asked_for();

}  // namespace senders
