// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/patience.hpp"

#include <algorithm>
#include <string_view>

namespace outcome {
namespace {

bool is_about_load(std::string_view code) {
  const std::string_view what = code.substr(code.find('.') + 1);
  return what == "rate_limited" || what == "overloaded";
}

bool asks_patience(const model::Outcome& outcome) {
  if (outcome.measurability != model::Measurability::transient) return false;
  return outcome.smtp_code == 421 || outcome.smtp_code == 454 || is_about_load(outcome.code);
}

}  // namespace

bool asks_patience(const model::EndpointRecord& visit) {
  return std::any_of(visit.conversations.begin(), visit.conversations.end(),
                     [](const model::Conversation& conversation) {
                       return conversation.outcome && asks_patience(*conversation.outcome);
                     });
}

}  // namespace outcome
