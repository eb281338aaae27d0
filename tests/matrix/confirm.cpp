// SPDX-License-Identifier: GPL-3.0-or-later
#include "confirm.hpp"

#include <stdexcept>

#include "model/sender_json.hpp"
#include "outcome/merge.hpp"
#include "support/conversation_driver.hpp"
#include "visit.hpp"

namespace matrix {
namespace {

const std::vector<model::Sender>& builtin_senders() {
  static const auto kSenders = model::read_builtin_senders();
  if (!kSenders) throw std::runtime_error(kSenders.error().message);
  return *kSenders;
}

}  // namespace

std::vector<senders::Confirmation> confirm(model::EndpointRecord visit, const Server& server) {
  const model::Probe& plain = support::builtin_probe("starttls");
  for (const model::Probe& probe : senders::own_hellos(plain, builtin_senders()))
    converse(visit, server, probe);
  // Whoever comes through last shows that the server did not have enough of us.
  for (const char* control : {"starttls-legacy", "starttls"})
    converse(visit, server, support::builtin_probe(control));
  outcome::conclude(visit);
  return senders::confirmations_of(visit, builtin_senders());
}

}  // namespace matrix
