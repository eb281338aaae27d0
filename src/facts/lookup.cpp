// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/lookup.hpp"

#include <algorithm>
#include <utility>

namespace facts {

using model::Answer;
using model::Doubt;
using model::Fact;

Lookup lookup_of(std::string_view status) {
  if (status.empty()) return Lookup::not_asked;
  if (status == "NOERROR") return Lookup::found;
  if (status == "NO_ANSWER" || status == "NXDOMAIN") return Lookup::none;
  if (status == "SERVFAIL" || status == "REFUSED" || status == "CNAME_LOOP") return Lookup::failed;
  return Lookup::not_measured;
}

bool is_conclusive(Lookup lookup) { return lookup == Lookup::found || lookup == Lookup::none; }

Fact yes(std::string seen) { return {{}, Answer::yes, Doubt::none, {}, std::move(seen)}; }

Fact no(std::string seen, std::vector<std::string> list) {
  return {{}, Answer::no, Doubt::none, {}, std::move(seen), {}, std::move(list)};
}

Fact unknown(Doubt doubt, std::string seen) {
  return {{}, Answer::unknown, doubt, {}, std::move(seen)};
}

void ForEach::fails(std::string name, std::string seen) {
  ++count_;
  if (failed_.empty()) failure_ = std::move(seen);
  if (std::find(failed_.begin(), failed_.end(), name) == failed_.end())
    failed_.push_back(std::move(name));
}

void ForEach::is_unknown(std::string seen) {
  ++count_;
  if (!std::exchange(unknown_, true)) doubt_ = std::move(seen);
}

Fact ForEach::fact(std::string seen) const {
  if (!failed_.empty()) return no(failure_, failed_);
  if (unknown_) return unknown(Doubt::not_measured, doubt_);
  if (count_ == 0) return unknown(Doubt::not_applicable, {});
  return yes(std::move(seen));
}

Fact only_if(const Fact& condition, const std::function<Fact()>& then) {
  if (condition.value == Answer::yes) return then();
  if (condition.value == Answer::no) return unknown(Doubt::not_applicable, condition.seen);
  return unknown(condition.doubt, condition.seen);
}

std::string cut_short(std::string_view text) {
  constexpr std::size_t kMost = 100;  // octets
  return std::string(text.substr(0, kMost));
}

}  // namespace facts
