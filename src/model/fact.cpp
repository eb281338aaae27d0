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

std::optional<Doubt> doubt_of(std::string_view word) {
  for (const Doubt doubt :
       {Doubt::none, Doubt::not_asked, Doubt::not_applicable, Doubt::not_measured,
        Doubt::no_control, Doubt::not_repeated, Doubt::contradiction, Doubt::farm}) {
    if (word == to_string(doubt)) return doubt;
  }
  return std::nullopt;
}

const Fact* find_fact(const std::vector<Fact>& facts, std::string_view name) {
  const auto found = std::find_if(facts.begin(), facts.end(),
                                  [name](const Fact& fact) { return fact.name == name; });
  return found == facts.end() ? nullptr : &*found;
}

}  // namespace model
