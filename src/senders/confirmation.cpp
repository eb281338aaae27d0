// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/confirmation.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "facts/evidence.hpp"
#include "facts/facts.hpp"
#include "senders/cipher_kind.hpp"
#include "senders/handshake.hpp"
#include "senders/server_key.hpp"

namespace senders {
namespace {

using facts::Evidence;
using facts::Talk;
using model::Sender;

constexpr std::string_view kPrefix = "sender-";

// ---- The hello ----------------------------------------------------------------------------------

// As it is sent to a domain without policies.
model::Step own_hello(const Sender& sender) {
  const model::Treatment& treatment = sender.without_policy;
  model::Step hello = hello_of(sender, treatment);
  hello.tls.server_name = treatment.server_name.value_or(hello.tls.server_name);
  return hello;
}

// All members: a new one does not compile until it is named here.
auto members_of(const model::HelloForm& form) {
  const auto& [record, legacy, schemes, compression, renegotiation, status, unknown, pad] = form;
  return std::tie(record, legacy, schemes, compression, renegotiation, status, unknown, pad);
}
auto members_of(const model::FlightForm& flight) {
  const auto& [records, segments, pause] = flight;
  return std::tie(records, segments, pause);
}

bool says_the_same(const Sender& one, const Sender& other) {
  const model::Step a = own_hello(one);
  const model::Step b = own_hello(other);
  return a.tls == b.tls && members_of(a.form) == members_of(b.form) &&
         members_of(a.flight) == members_of(b.flight);
}

// The first of them all with the hello of this one.
const Sender& speaker_for(const Sender& sender, const std::vector<Sender>& all) {
  return *std::find_if(all.begin(), all.end(),
                       [&sender](const Sender& other) { return says_the_same(other, sender); });
}

std::string probe_id(const Sender& speaker) { return std::string(kPrefix) + speaker.id; }

model::Probe probe_of(const model::Probe& plain, const Sender& sender) {
  model::Probe probe;
  probe.id = probe_id(sender);
  probe.purpose = "The ClientHello of " + sender.name + ".";
  probe.tier = model::Tier::audit;
  for (const model::Step& step : plain.steps) {
    const bool tls =
        step.kind == model::Step::Kind::handshake || step.kind == model::Step::Kind::hello;
    probe.steps.push_back(tls ? own_hello(sender) : step);
    if (!tls) continue;
    probe.steps.back().name = step.name;
    probe.steps.back().within = step.within;
    probe.steps.back().stage = step.stage;
    break;
  }
  return probe;
}

// ---- The answer ---------------------------------------------------------------------------------

Server server_of(const model::EndpointRecord& visit) {
  return {facts::facts_of(visit), visit.outcome};
}

// The visit without the conversations that are to confirm what it shows.
Server server_of_others(model::EndpointRecord visit) {
  std::erase_if(visit.conversations, [](const model::Conversation& one) {
    return one.transcript.probe.starts_with(kPrefix);
  });
  return server_of(visit);
}

// By what this conversation alone shows.
Server server_of_one(const Evidence& evidence, const Talk& talk) {
  model::EndpointRecord visit;
  visit.endpoint = evidence.visit().endpoint;
  visit.conversations = {talk.conversation()};
  return server_of(visit);
}

Hurdle key(const Server& server, const Sender& sender, const Talk& talk, CipherKind kind) {
  const model::Acceptance& accepts = acceptance_of(sender, sender.without_policy);
  const bool verifies = verifies_chain(sender.without_policy);
  return first_of({key_length(server, accepts.rsa_bits),
                   key_usage(server, accepts.key_usage, verifies, talk.version(), kind)});
}

Hurdle extensions(const wire::ServerHello& hello, const model::Acceptance& accepts) {
  if (accepts.extended_master_secret && !hello.has(wire::kExtendedMasterSecret))
    return Hurdle::fails("ems_echoed", "Extended Master Secret is not answered");
  if (accepts.renegotiation_info && !hello.has(wire::kRenegotiationInfo))
    return Hurdle::fails("renegotiation_info", "renegotiation_info is not answered");
  return Hurdle::none();
}

Hurdle prime(const wire::ServerKeyExchange& exchange, const model::Acceptance& accepts) {
  if (exchange.dh_prime_bits == 0 || exchange.dh_prime_bits >= accepts.dh_bits)
    return Hurdle::none();
  return Hurdle::fails("dhe_at_least_2048",
                       fmt::format("a prime of {} bits", exchange.dh_prime_bits));
}

// Before TLS 1.2 there is no choice of schemes, and none is named.
Hurdle scheme(const Server& shown, const wire::ServerKeyExchange& exchange,
              const model::Step& hello, std::uint16_t version) {
  if (version < wire::kTls12) return signature(shown, hello, version);
  const auto& schemes = hello.form.signature_algorithms;
  const std::uint16_t used = exchange.signature_scheme;
  if (schemes.empty() || std::find(schemes.begin(), schemes.end(), used) != schemes.end())
    return Hurdle::none();
  return Hurdle::fails("certificate_key_sound", fmt::format("signed by {}, which was not offered",
                                                            wire::signature_scheme_name(used)));
}

Hurdle version(const model::Step& hello, std::uint16_t chosen) {
  if (hello.tls.offers(chosen)) return Hurdle::none();
  return Hurdle::fails(version_fact(chosen),
                       fmt::format("{}, which was not offered", wire::version_name(chosen)));
}

// Where the server's first flight is in clear, up to TLS 1.2. Whether it insists on a certificate
// of ours is not seen there.
Hurdle of_flight(const wire::ServerHello& answer, const Server& others, const Sender& sender,
                 const Evidence& evidence, const Talk& talk) {
  const model::Step& hello = hello_of(sender, sender.without_policy);
  const model::Acceptance& accepts = acceptance_of(sender, sender.without_policy);
  const auto& exchange = talk.tls()->server_key_exchange;
  Hurdle first =
      first_of({version(hello, talk.version()), extensions(answer, accepts),
                exchange ? prime(*exchange, accepts) : Hurdle::none(),
                others.yes("client_certificate_required")
                    ? Hurdle::fails("client_certificate_required", "it wants a certificate")
                    : Hurdle::none()});
  const CipherKind kind = kind_of(answer.cipher_suite);
  if (is_anonymous(kind)) return first;
  const Server shown = server_of_one(evidence, talk);
  return first_of({first,
                   exchange ? scheme(shown, *exchange, hello, talk.version()) : Hurdle::none(),
                   key(shown, sender, talk, kind)});
}

// What the sender would make of this answer. What TLS 1.3 hides is taken from the other
// conversations.
Hurdle of_answer(const Server& others, const Sender& sender, const Evidence& evidence,
                 const Talk& talk) {
  if (const wire::ServerHello* old = talk.old_answer())
    return of_flight(*old, others, sender, evidence, talk);
  return key(others, sender, talk, CipherKind::other);
}

Hurdle observed(const Server& others, const Sender& sender, const Evidence& evidence,
                const Talk& talk) {
  if (talk.answered()) return of_answer(others, sender, evidence, talk);
  // Without a word of TLS it may be the path, or a server that has had enough of us.
  const bool proved = talk.failed() && (talk.fatal_alert() || evidence.is_controlled(talk));
  return proved ? Hurdle::fails("starttls_works", talk.seen())
                : Hurdle::open("starttls_works", talk.seen());
}

std::string words_of(const Hurdle& hurdle) {
  return hurdle.is_passed() ? "a handshake" : hurdle.reason;
}

Confirmation confirmation_of(const Server& others, const Sender& sender, const Evidence& evidence,
                             const Talk& talk) {
  const Hurdle predicted = handshake(others, sender, sender.without_policy);
  const Hurdle seen = observed(others, sender, evidence, talk);
  const bool open =
      predicted.passed == model::Answer::unknown || seen.passed == model::Answer::unknown;
  const Agreement agreement = open                              ? Agreement::open
                              : predicted.passed == seen.passed ? Agreement::agrees
                                                                : Agreement::disagrees;
  return {sender.id, agreement, words_of(predicted), words_of(seen)};
}

}  // namespace

std::vector<model::Probe> own_hellos(const model::Probe& plain, const std::vector<Sender>& all) {
  std::vector<model::Probe> probes;
  for (const Sender& sender : all)
    if (&speaker_for(sender, all) == &sender) probes.push_back(probe_of(plain, sender));
  return probes;
}

std::vector<Confirmation> confirmations_of(const model::EndpointRecord& visit,
                                           const std::vector<Sender>& all) {
  const Server others = server_of_others(visit);
  const Evidence evidence(visit);
  std::vector<Confirmation> confirmations;
  confirmations.reserve(all.size());
  for (const Sender& sender : all) {
    const Evidence::Talks& plays = evidence.plays_of(probe_id(speaker_for(sender, all)));
    confirmations.push_back(plays.empty()
                                ? Confirmation{sender.id}
                                : confirmation_of(others, sender, evidence, *plays.back()));
  }
  return confirmations;
}

}  // namespace senders
