// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/confirmation.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "facts/evidence.hpp"
#include "senders/cipher_kind.hpp"
#include "senders/handshake.hpp"
#include "senders/server_key.hpp"

namespace senders {
namespace {

using facts::Talk;

std::string probe_id(const model::Sender& sender) { return "sender-" + sender.id; }

// What the sender would make of this answer. What TLS 1.3 hides is taken from the facts.
Hurdle answer_accepted(const Server& server, const model::Sender& sender, const Talk& talk) {
  // What comes behind the first flight is taken from the facts too.
  if (server.yes("client_certificate_required"))
    return Hurdle::fails("client_certificate_required", "the server wants a certificate of it");
  const model::Acceptance& accepts = sender.accepts;
  const bool verifies = sender.without_policy.verifies != model::Verification::nothing;
  const CipherKind kind = kind_of(talk.answer()->cipher_suite);
  const Hurdle key =
      first_of({key_length(server, accepts.rsa_bits),
                key_usage(server, accepts.key_usage, verifies, talk.version(), kind)});
  const wire::ServerHello* old = talk.old_tls_answer();
  if (old == nullptr) return key;
  if (accepts.extended_master_secret && !old->has(wire::kExtendedMasterSecret))
    return Hurdle::fails("ems_echoed", "Extended Master Secret is not answered");
  if (accepts.renegotiation_info && !old->has(wire::kRenegotiationInfo))
    return Hurdle::fails("renegotiation_info", "renegotiation_info is not answered");
  const auto& exchange = talk.tls()->server_key_exchange;
  if (kind == CipherKind::dhe && exchange && exchange->dh_prime_bits < accepts.dh_bits) {
    return Hurdle::fails("dhe_at_least_2048",
                         fmt::format("a prime of {} bits", exchange->dh_prime_bits));
  }
  return kind == CipherKind::anonymous ? Hurdle::none() : key;
}

Hurdle observed(const Server& server, const model::Sender& sender, const Talk& talk) {
  if (talk.failed()) return Hurdle::fails("starttls_works", talk.seen());
  if (!talk.answered()) return Hurdle::open("starttls_works", talk.seen());
  return answer_accepted(server, sender, talk);
}

std::string words_of(const Hurdle& hurdle) {
  return hurdle.is_passed() ? "a handshake" : hurdle.reason;
}

}  // namespace

model::Probe own_hello(const model::Probe& plain, const model::Sender& sender) {
  model::Probe probe;
  probe.id = probe_id(sender);
  probe.purpose = "The ClientHello of " + sender.name + ".";
  probe.tier = model::Tier::audit;
  for (const model::Step& step : plain.steps) {
    const bool tls =
        step.kind == model::Step::Kind::handshake || step.kind == model::Step::Kind::hello;
    probe.steps.push_back(tls ? sender.hello : step);
    if (!tls) continue;
    probe.steps.back().name = step.name;
    probe.steps.back().stage = step.stage;
    break;
  }
  return probe;
}

Confirmation confirmation_of(const model::EndpointRecord& visit, const model::Sender& sender) {
  const auto played = std::find_if(visit.conversations.rbegin(), visit.conversations.rend(),
                                   [id = probe_id(sender)](const model::Conversation& one) {
                                     return one.transcript.probe == id;
                                   });
  if (played == visit.conversations.rend()) return {};
  const Server server(visit.facts, visit.outcome);
  const Hurdle predicted = handshake(server, sender, sender.without_policy);
  const Hurdle seen = observed(server, sender, Talk(*played, 0));
  const bool open =
      predicted.passed == model::Answer::unknown || seen.passed == model::Answer::unknown;
  const Agreement agreement = open                              ? Agreement::open
                              : predicted.passed == seen.passed ? Agreement::agrees
                                                                : Agreement::disagrees;
  return {agreement, words_of(predicted), words_of(seen)};
}

}  // namespace senders
