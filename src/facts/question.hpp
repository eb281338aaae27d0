// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a fact comes about, for all facts: a `yes` is positive evidence and any conversation can give
// it; a `no` comes from probes made for the question, and only under control.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "facts/evidence.hpp"
#include "model/fact.hpp"

namespace facts {

model::Fact yes(const Talk& talk, std::string seen);
model::Fact no(const Talk& talk, std::string seen);
model::Fact unknown(model::Doubt doubt);
model::Fact unknown(model::Doubt doubt, const Talk& talk);  // seen: how it ended

// A few probes, by their ids, which must be literals.
class ProbeIds {
 public:
  static constexpr std::size_t kMost = 6;

  ProbeIds() = default;
  ProbeIds(std::initializer_list<std::string_view> ids) {
    for (const std::string_view id : ids) push_back(id);
  }
  void push_back(std::string_view id) {
    assert(size_ < kMost && "a question has few probes");
    ids_[size_++] = id;
  }
  [[nodiscard]] const std::string_view* begin() const { return ids_.data(); }
  [[nodiscard]] const std::string_view* end() const { return ids_.data() + size_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool contains(std::string_view id) const {
    return std::find(begin(), end(), id) != end();
  }

 private:
  std::array<std::string_view, kMost> ids_;
  std::size_t size_ = 0;
};

struct Question {
  // The probes made for this question, the one for it alone first: that they fail, or answer with a
  // `denies`, is a `no`.
  ProbeIds asks;
  // Further probes whose answers can be a `denies`.
  ProbeIds also;
  // What a conversation came to as far as this question goes: answered by words, refused or dropped
  // where they should come, or not measured. By default that is the server's first answer in TLS;
  // what is asked in SMTP has its answer there.
  std::function<Outcome(const Talk&)> outcome = [](const Talk& talk) { return talk.outcome(); };
  // Of an answered conversation, whatever its probe: positive evidence.
  std::function<bool(const Talk&)> shows;
  // Of an answered conversation of `asks` and `also`: what was asked for, and is not there.
  std::function<bool(const Talk&)> denies = [](const Talk&) { return false; };
  // Of a failed conversation of `asks`: its failure is about the question.
  std::function<bool(const Talk&)> tells = [](const Talk&) { return true; };
  // False: what was shown in one conversation and denied in another is a contradiction.
  bool certain = true;
  // `seen` for what is shown or denied, and for everything else: how it ended.
  std::function<std::string(const Talk&)> words = [](const Talk& talk) { return talk.seen(); };
  std::function<std::string(const Talk&)> ending = [](const Talk& talk) { return talk.seen(); };

  [[nodiscard]] bool is_answered(const Talk& talk) const {
    return outcome(talk) == Outcome::answered;
  }
};

// The rules for a `no`:
//   farm       another server than that of the plain conversation may have been asked
//   control    the plain probe was answered before and after
//   repeated   a failure without a word of TLS happened twice; an alert or an answer does once
//   agreement  no conversation of the same probe was answered without denying it
model::Fact conclude(const Evidence& evidence, const Question& question);

// What holds until a conversation breaks it.
struct Rule {
  std::function<bool(const Talk&)> applies;  // it would be seen here
  std::function<bool(const Talk&)> keeps;    // where it applies
  std::function<std::string(const Talk&)> words;
};

// `no`: broken in the server's own words, which need no repetition, but the control and one server
// as any other `no` does. unknown(not_measured) where it applied nowhere.
model::Fact in_every_conversation(const Evidence& evidence, const Rule& rule);

// `yes` for "it works without", `no` for "it does not": required is the opposite.
model::Fact required_unless(model::Fact works_without);

// `fact` makes sense only where `condition` is `yes`; it is not_applicable where that is `no`, and
// as doubtful where that is unknown.
model::Fact only_with(const model::Fact& condition, model::Fact fact);

}  // namespace facts
