// SPDX-License-Identifier: GPL-3.0-or-later
//
// An endpoint as senders see it: its facts, by name.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/fact.hpp"
#include "model/outcome.hpp"
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

  // unknown(not_asked) where nobody asked. `name`: one of facts_asked_for().
  [[nodiscard]] const Fact& fact(std::string_view name) const;
  [[nodiscard]] Answer is(std::string_view name) const { return fact(name).value; }
  [[nodiscard]] bool yes(std::string_view name) const { return is(name) == Answer::yes; }
  [[nodiscard]] bool no(std::string_view name) const { return is(name) == Answer::no; }
  [[nodiscard]] bool lists(std::string_view name, std::string_view word) const;
  [[nodiscard]] const std::vector<Fact>& facts() const { return facts_; }
  [[nodiscard]] const std::optional<model::MergedOutcome>& outcome() const { return outcome_; }

  // The same server, were it so (model/sender_verdict.hpp).
  [[nodiscard]] Server without_tls1_2() const;
  [[nodiscard]] Server with_expired_certificate() const;

 private:
  void pretend(std::string_view name, Answer value);

  std::vector<Fact> facts_;  // by the place of their names in facts_asked_for()
  std::optional<model::MergedOutcome> outcome_;
};

// "tls1_2" of 0x0303.
std::string_view version_fact(std::uint16_t version);

// The names of all facts that this room asks for, sorted.
std::span<const std::string_view> facts_asked_for();

}  // namespace senders
