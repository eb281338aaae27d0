// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/hurdle.hpp"

#include <algorithm>

namespace senders {

using model::Answer;

Hurdle first_of(std::initializer_list<Hurdle> hurdles) {
  const Hurdle* doubtful = nullptr;
  for (const Hurdle& hurdle : hurdles) {
    if (hurdle.passed == Answer::no) return hurdle;
    if (hurdle.passed == Answer::unknown && doubtful == nullptr) doubtful = &hurdle;
  }
  return doubtful == nullptr ? Hurdle::none() : *doubtful;
}

Hurdle whichever(const std::vector<Hurdle>& hurdles) {
  if (hurdles.empty()) return Hurdle::none();
  const auto differs = std::find_if(hurdles.begin(), hurdles.end(), [&](const Hurdle& hurdle) {
    return hurdle.passed != hurdles.front().passed;
  });
  if (differs == hurdles.end()) return hurdles.front();
  const auto worse = std::find_if(hurdles.begin(), hurdles.end(),
                                  [](const Hurdle& hurdle) { return !hurdle.is_passed(); });
  const std::string_view maybe = "it may be that ";
  const bool said = worse->reason.starts_with(maybe);
  return Hurdle::open(worse->property, (said ? "" : std::string(maybe)) + worse->reason);
}

}  // namespace senders
