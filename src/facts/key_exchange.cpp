// SPDX-License-Identifier: GPL-3.0-or-later
//
// Key exchanges and weak cipher suites of TLS 1.2 and older, and what signs them.
#include <algorithm>

#include <fmt/format.h>

#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;

std::string_view suite_of(const Talk& talk) {
  const wire::ServerHello* answer = talk.old_answer();
  return answer == nullptr ? std::string_view() : wire::cipher_suite_name(answer->cipher_suite);
}

bool is_export(const Talk& talk) { return suite_of(talk).find("_EXPORT") != std::string::npos; }

std::string suite_words(const Talk& talk) {
  return fmt::format("{}, {}", talk.seen(), suite_of(talk));
}

using IsMeant = std::function<bool(std::string_view)>;  // of a cipher suite's name

// `is_meant` must outlive it.
Question about_suites(const ProbeIds& asks, const IsMeant& is_meant) {
  Question question;
  question.asks = asks;
  question.shows = [&is_meant](const Talk& talk) {
    return talk.old_answer() != nullptr && is_meant(suite_of(talk));
  };
  question.words = suite_words;
  return question;
}

Fact suites_fact(const Evidence& evidence, const ProbeIds& asks, const IsMeant& is_meant) {
  Fact fact = conclude(evidence, about_suites(asks, is_meant));
  return in_old_tls(evidence, or_by_list(std::move(fact),
                                         cipher_suite_list_fact(evidence, wire::kTls12), is_meant));
}

Fact with_prefix(const Evidence& evidence, std::string_view probe, std::string_view prefix) {
  return suites_fact(evidence, {probe},
                     [prefix](std::string_view suite) { return suite.starts_with(prefix); });
}

IsMeant has_word(std::string_view word) {
  return [word](std::string_view suite) { return suite.find(word) != std::string_view::npos; };
}

// One that is in the shared probe "weak" too: that one refused refuses each.
Fact weak(const Evidence& evidence, std::string_view probe, std::string_view word) {
  return suites_fact(evidence, {probe, "weak"}, has_word(word));
}

Fact kx_dhe(const Evidence& evidence) { return with_prefix(evidence, "dhe", "TLS_DHE_"); }
Fact kx_ecdhe_rsa(const Evidence& evidence) {
  return with_prefix(evidence, "ecdhe-rsa", "TLS_ECDHE_RSA_");
}
Fact kx_ecdhe_ecdsa(const Evidence& evidence) {
  return with_prefix(evidence, "ecdhe-ecdsa", "TLS_ECDHE_ECDSA_");
}
Fact kx_anonymous(const Evidence& evidence) {
  return suites_fact(evidence, {"anonymous"}, has_word("_anon_"));
}
Fact cipher_3des(const Evidence& evidence) { return weak(evidence, "3des", "_3DES_"); }
Fact cipher_rc4(const Evidence& evidence) { return weak(evidence, "rc4", "_RC4_"); }
Fact cipher_null(const Evidence& evidence) { return weak(evidence, "null", "_WITH_NULL_"); }

// Export suites must not be negotiated from TLS 1.1 on (RFC 4346 appendix A.5), so they are asked
// for in TLS 1.0: to refuse that version refuses them too.
Fact cipher_export(const Evidence& evidence) {
  const IsMeant is_meant = has_word("_EXPORT");
  return in_old_tls(evidence, conclude(evidence, about_suites({"export"}, is_meant)));
}

// ---- What is chosen where there is a choice -----------------------------------------------------

// The four of RFC 9325 section 4.2.
bool is_recommended(std::uint16_t suite) {
  return suite == 0xc02b || suite == 0xc02c || suite == 0xc02f || suite == 0xc030;
}

// What may be preferred to those four without harm.
bool is_ecdhe_aead(std::string_view suite) {
  return suite.starts_with("TLS_ECDHE_") && (suite.find("_GCM_") != std::string_view::npos ||
                                             suite.find("_CCM") != std::string_view::npos ||
                                             suite.find("_CHACHA20_") != std::string_view::npos);
}

Fact recommended_suite_tls1_2(const Evidence& evidence) {
  Question question;
  question.asks = {"tls12"};
  question.also = {kPlain, kLegacy};
  question.tells = [](const Talk&) { return false; };
  question.shows = [](const Talk& talk) {
    return talk.version() == wire::kTls12 && is_recommended(talk.answer()->cipher_suite);
  };
  question.denies = [](const Talk& talk) {
    return talk.version() == wire::kTls12 && !is_ecdhe_aead(suite_of(talk));
  };
  question.words = suite_words;
  Fact fact = or_by_list(conclude(evidence, question),
                         cipher_suite_list_fact(evidence, wire::kTls12), [](std::string_view name) {
                           return is_ecdhe_aead(name) &&
                                  name.find("_AES_") != std::string_view::npos &&
                                  name.find("_GCM_") != std::string_view::npos;
                         });
  return only_with(version_fact(evidence, wire::kTls12), std::move(fact));
}

bool is_ephemeral(std::uint16_t suite) {
  const wire::KeyExchange kind = wire::key_exchange_of(suite);
  return kind == wire::KeyExchange::dhe || kind == wire::KeyExchange::ecdhe;
}

bool is_static(std::uint16_t suite) {
  const wire::KeyExchange kind = wire::key_exchange_of(suite);
  return kind == wire::KeyExchange::rsa || kind == wire::KeyExchange::dh ||
         kind == wire::KeyExchange::ecdh;
}

// RFC 9325 section 4.1. Only where every group of ordinary senders is offered: without one in
// common there is no choice. Static suites stand last.
Fact forward_secrecy(const Evidence& evidence) {
  Rule rule;
  rule.applies = [](const Talk& talk) {
    if (talk.old_answer() == nullptr || talk.ours() == nullptr || !leaves_the_choice(talk))
      return false;
    const std::uint16_t chosen = talk.old_answer()->cipher_suite;
    const auto& offered = talk.ours()->cipher_suites;
    return (is_ephemeral(chosen) || is_static(chosen)) &&
           std::any_of(offered.begin(), offered.end(), is_ephemeral) &&
           std::any_of(offered.rbegin(), offered.rend(), is_static);
  };
  rule.keeps = [](const Talk& talk) { return is_ephemeral(talk.old_answer()->cipher_suite); };
  rule.words = suite_words;
  const bool asked =
      std::any_of(evidence.talks().begin(), evidence.talks().end(), [](const Talk& talk) {
        return leaves_the_choice(talk) && (talk.is("tls12") || talk.version() != wire::kTls13);
      });
  if (!asked) return in_old_tls(evidence, unknown(Doubt::not_asked));
  return in_old_tls(evidence, in_every_conversation(evidence, rule));
}

// RFC 9325 section 4.5. Export and anonymous suites have primes of their own: OpenSSL chooses
// theirs by the suite, and the others' by the certificate.
Fact dhe_at_least_2048(const Evidence& evidence) {
  constexpr unsigned kEnough = 2048;
  const auto bits = [](const Talk& talk) {
    const auto& message = talk.tls()->server_key_exchange;
    const bool is_ordinary =
        !is_export(talk) && !wire::is_anonymous(talk.old_answer()->cipher_suite);
    return message && !message->malformed && is_ordinary ? message->dh_prime_bits : 0U;
  };
  const Talk* smallest = nullptr;
  for (const Talk& talk : evidence.talks()) {
    if (talk.old_answer() == nullptr || bits(talk) == 0) continue;
    if (smallest == nullptr || bits(talk) < bits(*smallest)) smallest = &talk;
  }
  if (smallest == nullptr) {
    const Fact dhe = kx_dhe(evidence);
    if (dhe.value == Answer::yes) return unknown(Doubt::not_measured);
    return only_with(dhe, Fact{});
  }
  const std::string seen = fmt::format("prime of {} bits", bits(*smallest));
  Fact fact = yes(*smallest, seen);
  if (bits(*smallest) < kEnough) {
    // Its own words, but perhaps of another server than the plain conversation's.
    const bool base = evidence.is_base(*smallest);
    if (!base && evidence.farm()) return unknown(Doubt::farm, *smallest);
    if (!base && !evidence.is_controlled(*smallest)) return unknown(Doubt::no_control, *smallest);
    fact = no(*smallest, seen);
  }
  fact.number = bits(*smallest);
  return fact;
}

// In TLS 1.2, where the client says what it can verify; before, SHA-1 was all there was.
Fact sha1_signatures(const Evidence& evidence) {
  constexpr std::uint16_t kSha1 = 0x02;  // HashAlgorithm (RFC 5246 section 7.4.1.4.1)
  Question question;
  question.asks = {"sha1-only"};
  question.shows = [](const Talk& talk) {
    return talk.version() == wire::kTls12 && talk.tls()->signature_scheme >> 8 == kSha1;
  };
  question.tells = [&evidence](const Talk&) {
    // Else it may be the version that was refused.
    return version_fact(evidence, wire::kTls12).value == Answer::yes;
  };
  question.words = [](const Talk& talk) {
    return fmt::format("signature {}", wire::signature_scheme_name(talk.tls()->signature_scheme));
  };
  return only_with(version_fact(evidence, wire::kTls12), conclude(evidence, question));
}

}  // namespace

Fact static_rsa_fact(const Evidence& evidence) {
  return with_prefix(evidence, "static-rsa", "TLS_RSA_");
}

std::span<const NamedFact> key_exchange_facts() {
  static constexpr NamedFact kFacts[] = {
      {"kx_static_rsa", static_rsa_fact},   {"kx_dhe", kx_dhe},
      {"kx_ecdhe_rsa", kx_ecdhe_rsa},       {"kx_ecdhe_ecdsa", kx_ecdhe_ecdsa},
      {"kx_anonymous", kx_anonymous},       {"cipher_3des", cipher_3des},
      {"cipher_rc4", cipher_rc4},           {"cipher_null", cipher_null},
      {"cipher_export", cipher_export},     {"dhe_at_least_2048", dhe_at_least_2048},
      {"sha1_signatures", sha1_signatures}, {"recommended_suite_tls1_2", recommended_suite_tls1_2},
      {"forward_secrecy", forward_secrecy},
  };
  return kFacts;
}

}  // namespace facts
