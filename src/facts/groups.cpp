// SPDX-License-Identifier: GPL-3.0-or-later
//
// Groups of the key exchange, HelloRetryRequest, and whether the server keeps to what was offered.
#include <algorithm>

#include <fmt/format.h>

#include "facts/comparable.hpp"
#include "facts/numbers.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;

constexpr std::uint16_t kSecp256r1 = 23;
constexpr std::uint16_t kSecp384r1 = 24;
constexpr std::uint16_t kX25519 = 29;
constexpr std::uint16_t kX25519Mlkem768 = 4588;

// A HelloRetryRequest that asks for it is as good as its use.
bool uses_group(const Talk& talk, std::uint16_t group) {
  const auto& retry = talk.tls()->hello_retry_request;
  return group_used(talk) == group || (retry && retry->key_share_group == group);
}

std::string group_words(const Talk& talk) {
  if (talk.answer()->is_hello_retry_request()) return talk.seen();
  return fmt::format("{}, group {}", talk.seen(), wire::group_name(group_used(talk)));
}

// Up to TLS 1.2 the list of groups is also about the curve of an ECDSA certificate (RFC 8422
// section 5.1): a server may have the group and refuse all the same.
bool refusal_is_about_group(const Evidence& evidence, std::uint16_t group) {
  if (version_fact(evidence, wire::kTls13).value == Answer::yes) return true;
  const auto& talks = evidence.talks();
  return std::any_of(talks.begin(), talks.end(), [group](const Talk& talk) {
    if (!talk.presented_certificate()) return false;
    const wire::PublicKey& key = leaf_of(talk).public_key;
    return key.algorithm == "RSA" ||
           (key.algorithm == "ECDSA" && key.curve == wire::group_name(group));
  });
}

// A group is not there when the list of no version that is spoken has it.
Fact or_by_lists(const Evidence& evidence, const Fact& fact, std::string_view group) {
  if (fact.value != Answer::unknown || fact.doubt != Doubt::not_asked) return fact;
  Fact denied = fact;
  for (const std::uint16_t version : {wire::kTls13, wire::kTls12}) {
    if (version_fact(evidence, version).value == Answer::no) continue;
    denied = or_by_list(fact, group_list_fact(evidence, version),
                        [group](std::string_view name) { return name == group; });
    if (denied.doubt == Doubt::not_asked) return fact;
  }
  return denied;
}

template <std::uint16_t group>
Fact group_fact(const Evidence& evidence, std::string_view probe) {
  Question question;
  question.asks = {probe};
  question.shows = [](const Talk& talk) { return uses_group(talk, group); };
  question.tells = [&evidence](const Talk& talk) {
    return refusal_is_about_group(evidence, group) &&
           offers_what_plain_used(evidence, talk, Groups::aside);
  };
  question.words = group_words;
  return or_by_lists(evidence, conclude(evidence, question), wire::group_name(group));
}

// ---- TLS 1.3
// -------------------------------------------------------------------------------------

// Of a hello that has all that TLS 1.3 was seen to need here but for the right group, or a share:
// the alert may be about that, too.
bool refuses_groups(const Evidence& evidence, const Talk& talk) {
  constexpr std::uint8_t kHandshakeFailure = 40;
  constexpr std::uint8_t kIllegalParameter = 47;
  constexpr std::uint8_t kProtocolVersion = 70;
  constexpr std::uint8_t kInsufficientSecurity = 71;
  std::vector<const Talk*> in_tls13;
  for (const Talk& other : evidence.talks()) {
    if (other.completed() && other.version() == wire::kTls13) in_tls13.push_back(&other);
  }
  if (!offers_what_they_used(talk, in_tls13, Groups::aside)) return false;
  const auto alert = talk.fatal_alert();
  return !alert || *alert == kHandshakeFailure || *alert == kIllegalParameter ||
         *alert == kProtocolVersion || *alert == kInsufficientSecurity;
}

Fact in_tls13(const Evidence& evidence, Fact fact) {
  return only_with(version_fact(evidence, wire::kTls13), std::move(fact));
}

Fact find_hello_retry_request(const Evidence& evidence, std::uint16_t /*unused*/) {
  Question question;
  question.asks = {"hello-retry"};
  question.shows = [](const Talk& talk) { return talk.tls()->hello_retry_request.has_value(); };
  // Some refuse the empty list of shares itself, which is another matter.
  question.tells = [&evidence](const Talk& talk) { return refuses_groups(evidence, talk); };
  question.words = [](const Talk& talk) {
    const auto& group = talk.tls()->hello_retry_request->key_share_group;
    return fmt::format("HelloRetryRequest {}", group ? wire::group_name(*group) : "without group");
  };
  return in_tls13(evidence, conclude(evidence, question));
}

const Fact& hello_retry_request(const Evidence& evidence) {
  return evidence.once(find_hello_retry_request);
}

Fact find_x25519mlkem768(const Evidence& evidence, std::uint16_t /*unused*/) {
  // A server that cannot ask for a share cannot tell that it has the group either.
  const bool can_ask = hello_retry_request(evidence).value != Answer::no;
  Question question;
  question.asks = {"pq"};
  question.shows = [](const Talk& talk) { return uses_group(talk, kX25519Mlkem768); };
  question.tells = [&evidence, can_ask](const Talk& talk) {
    return can_ask && refuses_groups(evidence, talk);
  };
  question.words = group_words;
  Fact fact = conclude(evidence, question);
  if (hello_retry_request(evidence).value == Answer::yes) {
    fact = or_by_list(std::move(fact), group_list_fact(evidence, wire::kTls13),
                      [](std::string_view name) { return name == "X25519MLKEM768"; });
  }
  return in_tls13(evidence, std::move(fact));
}

const Fact& group_x25519mlkem768(const Evidence& evidence) {
  return evidence.once(find_x25519mlkem768);
}

Fact x25519mlkem768_preferred(const Evidence& evidence) {
  Question question;
  question.asks = {"pq-preferred"};
  question.certain = false;
  question.tells = [](const Talk&) { return false; };
  question.shows = [](const Talk& talk) {
    return talk.is("pq-preferred") && uses_group(talk, kX25519Mlkem768);
  };
  question.denies = [](const Talk& talk) {
    return talk.version() == wire::kTls13 && uses_group(talk, kX25519);
  };
  question.words = group_words;
  return only_with(group_x25519mlkem768(evidence), conclude(evidence, question));
}

// ---- Within the offer ---------------------------------------------------------------------------

// What one answer chose that had not been offered; empty: nothing.
std::string choice_without_offer(const wire::ClientHello& ours, const wire::ServerHello& answer) {
  if (answer.malformed) return {};
  if (!permits_version(ours, answer))
    return fmt::format("version {} (0x{:04x})", wire::version_name(answer.version()),
                       answer.version());
  if (!contains(ours.cipher_suites, answer.cipher_suite))
    return fmt::format("cipher suite {} (0x{:04x})", wire::cipher_suite_name(answer.cipher_suite),
                       answer.cipher_suite);
  if (answer.version() == wire::kTls13 && answer.key_share_group &&
      !contains(ours.supported_groups, *answer.key_share_group))
    return fmt::format("group {} ({})", wire::group_name(*answer.key_share_group),
                       *answer.key_share_group);
  return {};
}

std::string outside_offer(const Talk& talk) {
  const wire::ClientHello& ours = *talk.ours();
  const model::TlsLog& tls = *talk.tls();
  if (ours.malformed) return {};
  for (const auto& answer : {tls.hello_retry_request, tls.server_hello}) {
    std::string choice = answer ? choice_without_offer(ours, *answer) : std::string();
    if (!choice.empty()) return choice;
  }
  const auto& message = tls.server_key_exchange;
  const bool named_curve = message && !message->malformed && message->named_curve != 0;
  // Without the extension the server is free to choose (RFC 8422 section 4).
  if (talk.old_answer() != nullptr && named_curve && ours.has(wire::kSupportedGroups) &&
      !contains(ours.supported_groups, message->named_curve))
    return fmt::format("curve {} ({})", wire::group_name(message->named_curve),
                       message->named_curve);
  // Without the extension SHA-1 is meant (RFC 5246 section 7.4.1.4.1).
  if (tls.signature_scheme != 0 && ours.has(wire::kSignatureAlgorithms) &&
      !contains(ours.signature_algorithms, tls.signature_scheme))
    return fmt::format("signature {}", wire::signature_scheme_name(tls.signature_scheme));
  return {};
}

// A choice of what was not offered needs no control: nothing that we sent can excuse it.
Fact answers_within_offer(const Evidence& evidence) {
  const Talk* answered = nullptr;
  for (const Talk& talk : evidence.talks()) {
    if (!talk.answered()) continue;
    const std::string choice = outside_offer(talk);
    if (!choice.empty()) return no(talk, choice + " was not offered");
    if (answered == nullptr) answered = &talk;
  }
  if (answered != nullptr) return yes(*answered, answered->seen());
  if (evidence.talks().empty()) return unknown(Doubt::not_asked);
  return unknown(Doubt::not_measured, evidence.talks().front());
}

}  // namespace

std::uint16_t group_used(const Talk& talk) {
  const wire::ServerHello* answer = talk.answer();
  if (answer == nullptr) return 0;
  if (talk.old_answer() == nullptr) return answer->key_share_group.value_or(0);
  const auto& message = talk.tls()->server_key_exchange;
  return message && !message->malformed ? message->named_curve : std::uint16_t{0};
}

std::span<const NamedFact> group_facts() {
  static constexpr NamedFact kFacts[] = {
      {"group_x25519",
       [](const Evidence& evidence) { return group_fact<kX25519>(evidence, "x25519"); }},
      {"group_secp256r1",
       [](const Evidence& evidence) { return group_fact<kSecp256r1>(evidence, "p256"); }},
      {"group_secp384r1",
       [](const Evidence& evidence) { return group_fact<kSecp384r1>(evidence, "p384"); }},
      {"group_x25519mlkem768", [](const Evidence& e) { return Fact(group_x25519mlkem768(e)); }},
      {"x25519mlkem768_preferred", x25519mlkem768_preferred},
      {"hello_retry_request", [](const Evidence& e) { return Fact(hello_retry_request(e)); }},
      {"answers_within_offer", answers_within_offer},
  };
  return kFacts;
}

}  // namespace facts
