// SPDX-License-Identifier: GPL-3.0-or-later
//
// Protocol versions and what guards them against downgrade.
#include <algorithm>

#include "facts/comparable.hpp"
#include "facts/numbers.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;

// RFC 8446 section 4.1.3.
constexpr std::string_view kSentinelOfTls12("DOWNGRD\x01", 8);
constexpr std::string_view kSentinelOfOlder("DOWNGRD\x00", 8);

bool is_real(std::uint16_t version) { return version >= wire::kSsl30 && version <= wire::kTls13; }

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool has_sentinel(const wire::ServerHello& hello) {
  return ends_with(hello.random,
                   hello.version() == wire::kTls12 ? kSentinelOfTls12 : kSentinelOfOlder);
}

// The newest version that a server which does not know supported_versions may choose.
std::uint16_t ceiling(const Talk& talk) { return talk.ours() ? talk.ours()->legacy_version : 0; }

bool offered_tls13(const Talk& talk) {
  return talk.ours() != nullptr && contains(talk.ours()->supported_versions, wire::kTls13);
}

// A server chooses the newest version that it has and the client knows (RFC 5246 appendix E.1): one
// that chose an older one has said that it lacks `version`.
bool chose_less(const Talk& talk, std::uint16_t version) {
  const wire::ServerHello* answer = talk.old_answer();
  if (answer == nullptr || !permits_version(*talk.ours(), *answer)) return false;
  if (answer->version() >= version) return false;
  if (version <= wire::kTls12) return ceiling(talk) >= version;
  if (!talk.is(kLegacy)) {
    // One that lacks TLS 1.3 goes by legacy_version. Asked for TLS 1.3 or 1.2, it may prefer the
    // latter though it has both: only something still older tells.
    const bool alternative = contains(talk.ours()->supported_versions, wire::kTls12);
    return offered_tls13(talk) && (!alternative || answer->version() < wire::kTls12);
  }
  // Nor does one have TLS 1.3 that goes below TLS 1.2 without the mark which TLS 1.3 demands.
  return answer->version() < wire::kTls12 && !has_sentinel(*answer);
}

ProbeIds probes_for(std::uint16_t version) {
  switch (version) {
    case wire::kTls13:
      return {"tls13"};
    case wire::kTls12:
      return {"tls12"};
    case wire::kTls11:
      return {"tls11"};
    case wire::kTls10:
      return {"tls10", "tls11"};  // offered TLS 1.1, it would have answered with TLS 1.0
    default:
      // Those offered its cipher suites too, and would have been answered with it.
      return {"ssl3", "tls10", "tls11"};
  }
}

ProbeIds answers_for(std::uint16_t version) {
  if (version == wire::kTls13) return {kPlain, kLegacy};
  if (version == wire::kTls12) return {kPlain, kLegacy};
  if (version == wire::kTls11) return {kPlain, kLegacy, "tls12"};
  return {};
}

Fact tls1_3_preferred(const Evidence& evidence) {
  Question question;
  question.asks = {kPlain};
  question.certain = false;
  question.tells = [](const Talk&) { return false; };
  question.shows = [](const Talk& talk) {
    return talk.is(kPlain) && offered_tls13(talk) && talk.version() == wire::kTls13;
  };
  // That it has TLS 1.3 must come from the same offer with TLS 1.2 left out, or it may have had a
  // reason in this one.
  const auto& with_tls13 = evidence.plays_of("tls13");
  const bool alone = std::any_of(with_tls13.begin(), with_tls13.end(),
                                 [](const Talk* talk) { return talk->version() == wire::kTls13; });
  question.denies = [alone](const Talk& talk) {
    return alone && offered_tls13(talk) && talk.version() == wire::kTls12;
  };
  Fact fact = conclude(evidence, question);
  if (fact.value == Answer::no && evidence.farm()) fact = unknown(Doubt::farm);
  return only_with(version_fact(evidence, wire::kTls13), std::move(fact));
}

Fact unknown_version_ignored(const Evidence& evidence) {
  const auto has_unknown = [](const Talk& talk) {
    return talk.ours() != nullptr &&
           std::any_of(talk.ours()->supported_versions.begin(),
                       talk.ours()->supported_versions.end(),
                       [](std::uint16_t version) { return !is_real(version); });
  };
  Question question;
  question.asks = {"unknown-version"};
  question.certain = false;
  question.shows = [has_unknown](const Talk& talk) {
    return has_unknown(talk) && is_real(talk.version());
  };
  question.denies = [has_unknown](const Talk& talk) {
    return has_unknown(talk) && contains(talk.ours()->supported_versions, talk.version()) &&
           !is_real(talk.version());
  };
  question.tells = [&evidence](const Talk& talk) { return offers_what_plain_used(evidence, talk); };
  return conclude(evidence, question);
}

// In answers to hellos that offered TLS 1.2 at most: TLS 1.3 was possible, but not asked for.
Fact downgrade_sentinel(const Evidence& evidence) {
  Question question;
  question.asks = {"tls12", "tls12-no-ems", "tls12-no-ems-no-sni", "tls11", "tls10"};
  question.certain = false;
  question.tells = [](const Talk&) { return false; };
  question.shows = [](const Talk& talk) {
    return talk.old_answer() != nullptr && !offered_tls13(talk) && has_sentinel(*talk.old_answer());
  };
  question.denies = [](const Talk& talk) {
    return talk.old_answer() != nullptr && !offered_tls13(talk) &&
           !has_sentinel(*talk.old_answer());
  };
  question.words = [](const Talk& talk) {
    return talk.seen() + (has_sentinel(*talk.old_answer()) ? ", downgrade mark in its random"
                                                           : ", no downgrade mark in its random");
  };
  return only_with(version_fact(evidence, wire::kTls13),
                   in_old_tls(evidence, conclude(evidence, question)));
}

// RFC 7507 section 3: what we offered must be less than what the server has.
Fact fallback_scsv_honoured(const Evidence& evidence) {
  constexpr std::uint8_t kInappropriateFallback = 86;
  constexpr std::string_view kProbe = "fallback-scsv";
  const Fact& tls13 = version_fact(evidence, wire::kTls13);
  const Talk* honoured = nullptr;
  for (const Talk* talk : evidence.plays_of(kProbe)) {
    if (talk->fatal_alert() == kInappropriateFallback && honoured == nullptr) honoured = talk;
  }
  Question question;
  question.asks = {kProbe};
  question.shows = [](const Talk&) { return false; };
  question.denies = [](const Talk& talk) { return talk.old_answer() != nullptr; };
  question.tells = [](const Talk&) { return false; };  // another alert is about something else
  Fact fact = conclude(evidence, question);
  if (honoured != nullptr) {
    const bool disputed = fact.doubt != Doubt::not_measured;  // another play of it was answered
    fact = disputed ? unknown(evidence.farm() ? Doubt::farm : Doubt::contradiction, *honoured)
                    : yes(*honoured, honoured->seen());
  }
  // The alert is about the version that was offered, whether the server has it or not.
  if (fact.value == Answer::unknown) fact = in_old_tls(evidence, std::move(fact));
  return only_with(tls13, std::move(fact));
}

Fact find_version(const Evidence& evidence, std::uint16_t version) {
  Question question;
  question.asks = probes_for(version);
  question.also = answers_for(version);
  question.shows = [version](const Talk& talk) {
    return talk.version() == version && talk.ours() != nullptr &&
           permits_version(*talk.ours(), *talk.answer());
  };
  question.denies = [version](const Talk& talk) { return chose_less(talk, version); };
  return conclude(evidence, question);
}

template <std::uint16_t version>
Fact version_of_server(const Evidence& evidence) {
  return version_fact(evidence, version);
}

}  // namespace

bool permits_version(const wire::ClientHello& hello, const wire::ServerHello& answer) {
  // With the extension in its answer a server has read ours; without it, it goes by legacy_version,
  // which is a ceiling (RFC 8446 section 4.2.1, RFC 5246 appendix E.1).
  if (answer.selected_version) return contains(hello.supported_versions, *answer.selected_version);
  return answer.legacy_version <= hello.legacy_version && answer.legacy_version >= wire::kSsl30;
}

const Fact& version_fact(const Evidence& evidence, std::uint16_t version) {
  return evidence.once(find_version, version);
}

Fact in_old_tls(const Evidence& evidence, Fact fact) {
  const bool spoken = std::any_of(evidence.talks().begin(), evidence.talks().end(),
                                  [](const Talk& talk) { return talk.old_answer() != nullptr; });
  if (spoken) return fact;
  const Fact& tls12 = version_fact(evidence, wire::kTls12);
  if (tls12.value == Answer::no) return unknown(Doubt::not_applicable);
  // A refusal may have been the version's.
  return fact.value == Answer::unknown ? fact : only_with(tls12, std::move(fact));
}

std::span<const NamedFact> version_facts() {
  static constexpr NamedFact kFacts[] = {
      {"ssl2", ssl2_fact},
      {"ssl3", version_of_server<wire::kSsl30>},
      {"tls1_0", version_of_server<wire::kTls10>},
      {"tls1_1", version_of_server<wire::kTls11>},
      {"tls1_2", version_of_server<wire::kTls12>},
      {"tls1_3", version_of_server<wire::kTls13>},
      {"tls1_3_preferred", tls1_3_preferred},
      {"unknown_version_ignored", unknown_version_ignored},
      {"downgrade_sentinel", downgrade_sentinel},
      {"fallback_scsv_honoured", fallback_scsv_honoured},
  };
  return kFacts;
}

}  // namespace facts
