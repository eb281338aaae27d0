// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/preference.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "facts/coverage.hpp"
#include "wire/tls_names.hpp"

namespace facts {
namespace {

// A hello of TLS 1.2 that offered at least two suites that the server takes.
struct Choice {
  const model::Conversation* conversation = nullptr;
  Numbers offered;  // of those that the server takes, in the order offered
  std::uint16_t chosen = 0;
};

std::vector<Choice> choices_in(const model::EndpointRecord& visit) {
  const Coverage coverage = Coverage::of_cipher_suites(visit, wire::kTls12);
  std::vector<Choice> choices;
  for (const model::Conversation& conversation : visit.conversations) {
    const auto& tls = conversation.transcript.tls;
    if (!tls || !tls->client_hello || tls->version() != wire::kTls12) continue;
    Choice choice{&conversation, {}, tls->server_hello->cipher_suite};
    for (const std::uint16_t suite : tls->client_hello->cipher_suites) {
      if (coverage.accepts(suite)) choice.offered.push_back(suite);
    }
    if (choice.offered.size() > 1) choices.push_back(std::move(choice));
  }
  return choices;
}

bool holds(const Numbers& values, std::uint16_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::string_view name(std::uint16_t suite) { return wire::cipher_suite_name(suite); }

}  // namespace

Preference Preference::of(const model::EndpointRecord& visit) {
  Preference preference;
  const std::vector<Choice> choices = choices_in(visit);
  for (const Choice& choice : choices) {
    preference.conversation_ = choice.conversation;
    if (choice.chosen == choice.offered.front()) continue;
    preference.whose_ = Whose::servers;
    preference.seen_ = fmt::format("chose {}, though {} stood before it", name(choice.chosen),
                                   name(choice.offered.front()));
    return preference;
  }
  for (const Choice& one : choices) {
    const auto other = std::find_if(choices.begin(), choices.end(), [&one](const Choice& choice) {
      return choice.chosen != one.chosen && holds(choice.offered, one.chosen) &&
             holds(one.offered, choice.chosen);
    });
    if (other == choices.end()) continue;
    preference.whose_ = Whose::clients;
    preference.conversation_ = other->conversation;
    preference.seen_ = fmt::format("chose {} and {}, whichever stood first", name(one.chosen),
                                   name(other->chosen));
    return preference;
  }
  if (!choices.empty()) {
    preference.to_offer_ = choices.front().offered;
    std::reverse(preference.to_offer_.begin(), preference.to_offer_.end());
  }
  return preference;
}

}  // namespace facts
