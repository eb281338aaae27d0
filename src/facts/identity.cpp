// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Doubt;
using model::Fact;

// One server answers at this address, by the names in its greetings and EHLO replies and by the
// certificates of the plain conversations: what different conversations show belongs together.
Fact one_identity(const Evidence& evidence) {
  if (evidence.talks().size() < 2) return unknown(Doubt::not_asked);
  const Talk& first = evidence.talks().front();
  if (evidence.farm()) return no(first, evidence.farm_seen());
  if (evidence.identified() < 2) return unknown(Doubt::not_measured, first);
  return yes(first, "the same name in every conversation");
}

}  // namespace

std::span<const NamedFact> identity_facts() {
  static constexpr NamedFact kFacts[] = {{"one_identity", one_identity}};
  return kFacts;
}

}  // namespace facts
