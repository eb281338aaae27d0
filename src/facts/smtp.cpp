// SPDX-License-Identifier: GPL-3.0-or-later
//
// SMTP around TLS (RFC 3207).
#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.hpp"
#include "facts/question.hpp"
#include "facts/smtp_talk.hpp"
#include "facts/topics.hpp"
#include "wire/ehlo.hpp"

namespace facts {
namespace {

using model::Doubt;
using model::End;
using model::Fact;

constexpr std::string_view kStarttls = "STARTTLS";

// ---- starttls_works -----------------------------------------------------------------------------

// Up to TLS 1.2 the server's Finished is the last word. In TLS 1.3 the handshake is complete for us
// before the server has looked at what we sent last (RFC 8446 section 4.4.2.4): only what it says
// afterwards shows that it was for the server too. Where TLS comes first that can be its greeting,
// whatever is in it.
bool works(const Talk& talk) {
  if (!talk.completed() || talk.fatal_alert()) return false;
  const bool greeted_inside =
      talk.transcript().began_with_tls() && talk.transcript().reply("greeting") != nullptr;
  return talk.version() < wire::kTls13 || greeted_inside || reply_inside_tls(talk) != nullptr;
}

// Where TLS should come first, the server greets in clear, and does not turn us away by it. Empty
// where it does not.
std::string greeting_in_clear(const Talk& talk) {
  if (!talk.transcript().began_with_tls()) return {};
  const auto replies = replies_in(clear_text_behind_220(talk));
  return replies.empty() || !replies.front().is_positive() ? "" : reply_text(replies.front());
}

// It came to TLS, and the server (or the path) did not bring it to an end. Unlike elsewhere an
// answer is not enough, and clear text behind the 220 is a failure: the question is about all of
// STARTTLS.
bool fails(const Talk& talk) {
  if (works(talk) || talk.tls() == nullptr) return false;
  if (talk.fatal_alert()) return true;
  // Where TLS comes first nobody has let us in yet: who closes without a word of TLS, or refuses in
  // clear, may mean us and not our TLS.
  if (talk.transcript().began_with_tls() && !talk.answered()) return false;
  if (talk.failed()) return true;
  switch (talk.transcript().end) {
    case End::peer_closed:
    case End::peer_reset:
    case End::timeout:
      return talk.transcript().stage == model::Stage::handshake && talk.ours() != nullptr;
    case End::not_tls:
      return talk.ours() != nullptr;
    default:
      return false;  // our library objected, or we stopped
  }
}

// Refused for the name that we gave: a sender that gives none may succeed.
bool is_about_name(const Talk& talk) {
  constexpr std::uint8_t kUnrecognizedName = 112;
  return talk.fatal_alert() == kUnrecognizedName;
}

// What the plays of one probe say; conclusive when it failed by an alert, or twice.
struct Failures {
  const Talk* first = nullptr;
  const Talk* unclear = nullptr;
  unsigned count = 0;
  bool alert = false;
  [[nodiscard]] bool enough() const { return unclear == nullptr && (alert || count > 1); }
};

Failures failures_of(const Evidence& evidence, std::string_view probe) {
  Failures failures;
  for (const Talk* talk : evidence.plays_of(probe)) {
    if (is_about_name(*talk)) failures.unclear = talk;
    if (fails(*talk)) {
      if (failures.first == nullptr) failures.first = talk;
      ++failures.count;
      failures.alert = failures.alert || talk->fatal_alert();
    } else if (talk->answered()) {
      failures.unclear = talk;
    }
  }
  return failures;
}

// `no` where TLS should come first and the server has another idea, in its own words; no older
// sender fares better with it.
Fact greeted_in_clear(const Evidence& evidence) {
  const bool any_tls = std::any_of(evidence.talks().begin(), evidence.talks().end(),
                                   [](const Talk& talk) { return talk.answered(); });
  for (const Talk* talk : evidence.plays_of(kPlain)) {
    const std::string words = greeting_in_clear(*talk);
    if (!words.empty() && !any_tls && !evidence.farm()) return no(*talk, words + " in clear");
  }
  return unknown(Doubt::not_measured);
}

Fact starttls_works(const Evidence& evidence) {
  for (const Talk& talk : evidence.talks()) {
    if (works(talk))
      return yes(talk, "handshake completed, " + std::string(wire::version_name(talk.version())));
  }
  if (starttls_offered_fact(evidence).value == model::Answer::no)
    return unknown(Doubt::not_applicable);
  if (!evidence.played(kPlain)) return unknown(Doubt::not_asked);
  if (const Fact fact = greeted_in_clear(evidence); fact.value == model::Answer::no) return fact;
  const Failures plain = failures_of(evidence, kPlain);
  const Failures legacy = failures_of(evidence, kLegacy);
  if (plain.count == 0) return unknown(Doubt::not_measured, *evidence.plays_of(kPlain).front());
  if (!evidence.played(kLegacy)) return unknown(Doubt::not_asked);
  if (legacy.count == 0) return unknown(Doubt::not_measured, *evidence.plays_of(kLegacy).front());
  // A hello of another probe that was answered is a server that some sender can talk to, unless
  // those that failed came as far.
  const bool no_answer = !plain.first->answered() && !legacy.first->answered();
  const auto answered =
      std::find_if(evidence.talks().begin(), evidence.talks().end(), [no_answer](const Talk& talk) {
        return no_answer && talk.answered() && !talk.is(kPlain) && !talk.is(kLegacy);
      });
  if (answered != evidence.talks().end()) return unknown(Doubt::contradiction, *answered);
  if (evidence.farm()) return unknown(Doubt::farm);
  if (plain.unclear != nullptr) return unknown(Doubt::not_measured, *plain.unclear);
  if (legacy.unclear != nullptr) return unknown(Doubt::not_measured, *legacy.unclear);
  if (!plain.enough()) return unknown(Doubt::not_repeated, *plain.first);
  if (!legacy.enough()) return unknown(Doubt::not_repeated, *legacy.first);
  return no(*plain.first, plain.first->seen());
}

// ---- Inside TLS ---------------------------------------------------------------------------------

// The first conversation that asked again inside TLS and was told, or why there is none.
const Talk* told_inside_tls(const Evidence& evidence) {
  const auto found =
      std::find_if(evidence.talks().begin(), evidence.talks().end(),
                   [](const Talk& talk) { return reply_inside_tls(talk) != nullptr; });
  return found == evidence.talks().end() ? nullptr : &*found;
}

Fact not_told_inside_tls(const Evidence& evidence) {
  if (!evidence.played(kPlain)) return unknown(Doubt::not_asked);
  return unknown(Doubt::not_measured, *evidence.plays_of(kPlain).front());
}

Fact starttls_offered_inside_tls(const Evidence& evidence) {
  for (const Talk& talk : evidence.talks()) {
    const wire::SmtpReply* reply = reply_inside_tls(talk);
    if (reply != nullptr && wire::offers(*reply, kStarttls))
      return yes(talk, "STARTTLS in the EHLO reply inside TLS");
  }
  const Talk* told = told_inside_tls(evidence);
  if (told == nullptr) return not_told_inside_tls(evidence);
  return no(*told, "no STARTTLS in the EHLO reply inside TLS");
}

// In capital letters, each once, sorted.
std::vector<std::string> keywords(const wire::SmtpReply& reply) {
  std::vector<wire::Capability> capabilities = wire::capabilities(reply);
  std::vector<std::string> words;
  words.reserve(capabilities.size());
  for (wire::Capability& capability : capabilities) {
    std::string& word = capability.keyword;
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    if (word != kStarttls) words.push_back(std::move(word));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

// The keywords of one reply that are not in the other one of the same conversation.
Fact capabilities_changed(const Evidence& evidence, bool added) {
  const Talk* told = nullptr;
  for (const Talk& talk : evidence.talks()) {
    const bool both =
        reply_inside_tls(talk) != nullptr && is_well_formed(talk.transcript().reply("ehlo-reply"));
    if (both && told == nullptr) told = &talk;
  }
  if (told == nullptr) return not_told_inside_tls(evidence);
  const std::vector<std::string> outside = keywords(*told->transcript().reply("ehlo-reply"));
  const std::vector<std::string> inside = keywords(*reply_inside_tls(*told));
  const auto& more = added ? inside : outside;
  const auto& less = added ? outside : inside;
  std::vector<std::string> changed;
  std::set_difference(more.begin(), more.end(), less.begin(), less.end(),
                      std::back_inserter(changed));
  if (changed.empty()) return no(*told, "the same keywords");
  Fact fact = yes(*told, changed.front());
  fact.list = std::move(changed);
  return fact;
}

}  // namespace

Fact starttls_offered_fact(const Evidence& evidence) {
  const Talk* denied = nullptr;
  for (const Talk& talk : evidence.talks()) {
    const wire::SmtpReply* reply = talk.transcript().reply("ehlo-reply");
    if (reply != nullptr && reply->is_positive() && wire::offers(*reply, kStarttls))
      return yes(talk, "STARTTLS in the EHLO reply");
    const bool says_so = talk.transcript().end == End::not_offered && is_well_formed(reply);
    if (says_so && denied == nullptr) denied = &talk;
  }
  if (denied != nullptr) return no(*denied, "no STARTTLS in the EHLO reply");
  if (evidence.talks().empty()) return unknown(Doubt::not_asked);
  return unknown(Doubt::not_measured, evidence.talks().front());
}

std::span<const NamedFact> smtp_facts() {
  static constexpr NamedFact kFacts[] = {
      {"starttls_offered", starttls_offered_fact, kBeforeTls},
      {"starttls_works", starttls_works},
      {"starttls_offered_inside_tls", starttls_offered_inside_tls},
      {"capabilities_added_by_tls",
       [](const Evidence& evidence) { return capabilities_changed(evidence, true); }, kBeforeTls},
      {"capabilities_removed_by_tls",
       [](const Evidence& evidence) { return capabilities_changed(evidence, false); }, kBeforeTls},
  };
  return kFacts;
}

}  // namespace facts
