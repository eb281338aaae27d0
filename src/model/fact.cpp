// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fact.hpp"

#include <algorithm>

namespace model {

std::string_view to_string(Answer answer) {
  switch (answer) {
    case Answer::yes:
      return "yes";
    case Answer::no:
      return "no";
    case Answer::unknown:
      return "unknown";
  }
  return "";
}

std::string_view to_string(Doubt doubt) {
  switch (doubt) {
    case Doubt::none:
      return "none";
    case Doubt::not_asked:
      return "not_asked";
    case Doubt::not_applicable:
      return "not_applicable";
    case Doubt::not_measured:
      return "not_measured";
    case Doubt::no_control:
      return "no_control";
    case Doubt::not_repeated:
      return "not_repeated";
    case Doubt::contradiction:
      return "contradiction";
    case Doubt::farm:
      return "farm";
  }
  return "";
}

const Fact* find_fact(const std::vector<Fact>& facts, std::string_view name) {
  const auto found = std::find_if(facts.begin(), facts.end(),
                                  [name](const Fact& fact) { return fact.name == name; });
  return found == facts.end() ? nullptr : &*found;
}

}  // namespace model
