// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/preference.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "facts/coverage.hpp"
#include "wire/tls_names.hpp"

namespace facts {
namespace {

// A hello of TLS 1.2 that offered at least two suites that the server could have chosen.
struct Choice {
  const model::Conversation* conversation = nullptr;
  Numbers offered;  // of those that the server takes, in the order offered
  std::uint16_t chosen = 0;
};

// What a server took in another conversation it could have taken in answer to this hello, if that
// has the signature used then, and of the groups offered then those that the server has: with fewer
// of them the suite may be out of the question for want of a curve.
bool could_be_taken(const wire::ClientHello& hello, const model::TlsLog& then,
                    const Coverage& groups) {
  const auto& schemes = hello.signature_algorithms;
  if (then.signature_scheme != 0 && !contains(schemes, then.signature_scheme)) return false;
  return std::all_of(groups.accepted().begin(), groups.accepted().end(), [&](std::uint16_t group) {
    return contains(hello.supported_groups, group) ||
           !contains(then.client_hello->supported_groups, group);
  });
}

std::vector<const model::Conversation*> in_tls12(const model::EndpointRecord& visit) {
  std::vector<const model::Conversation*> found;
  for (const model::Conversation& conversation : visit.conversations) {
    const auto& tls = conversation.transcript.tls;
    if (tls && tls->client_hello && tls->server_hello && tls->version() == wire::kTls12)
      found.push_back(&conversation);
  }
  return found;
}

std::vector<Choice> choices_in(const model::EndpointRecord& visit) {
  const std::vector<const model::Conversation*> conversations = in_tls12(visit);
  const Coverage groups = Coverage::of_groups(visit, wire::kTls12);
  std::vector<Choice> choices;
  for (const model::Conversation* conversation : conversations) {
    const wire::ClientHello& hello = *conversation->transcript.tls->client_hello;
    Numbers acceptable;
    for (const model::Conversation* other : conversations) {
      const model::TlsLog& tls = *other->transcript.tls;
      if (could_be_taken(hello, tls, groups)) acceptable.push_back(tls.server_hello->cipher_suite);
    }
    Choice choice{conversation, {}, conversation->transcript.tls->server_hello->cipher_suite};
    std::copy_if(hello.cipher_suites.begin(), hello.cipher_suites.end(),
                 std::back_inserter(choice.offered),
                 [&acceptable](std::uint16_t suite) { return contains(acceptable, suite); });
    if (choice.offered.size() > 1) choices.push_back(std::move(choice));
  }
  return choices;
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
      return choice.chosen != one.chosen && contains(choice.offered, one.chosen) &&
             contains(one.offered, choice.chosen);
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
