// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether SSL 2.0 is spoken, which no TLS library of ours can ask (RFC 6176 section 3).
#include "wire/ssl2.hpp"

#include <algorithm>

#include "facts/question.hpp"
#include "facts/smtp_talk.hpp"
#include "facts/topics.hpp"
#include "wire/tls_flight.hpp"

namespace facts {
namespace {

constexpr std::string_view kProbe = "ssl2";

// What came behind our CLIENT-HELLO; empty: nothing.
std::string_view answer_to(const Talk& talk) {
  for (const model::Event& event : talk.transcript().events) {
    const auto* stray = std::get_if<model::Stray>(&event.what);
    if (stray != nullptr && stray->kind == model::Stray::Kind::in_silence) return stray->text;
  }
  return {};
}

std::optional<std::uint8_t> fatal_alert_in(std::string_view octets) {
  wire::TlsFlight flight;
  flight.feed(octets);
  for (const wire::Alert& alert : flight.alerts) {
    if (alert.level == static_cast<std::uint8_t>(wire::AlertLevel::fatal)) return alert.description;
  }
  return std::nullopt;
}

bool is_hello(const Talk& talk) {
  return talk.is(kProbe) && wire::begins_ssl2_server_hello(answer_to(talk));
}

// A word of TLS refuses; no word at all drops. Words of SMTP may be about us, and an ERROR of SSL
// 2.0 is neither.
Outcome outcome_of(const Talk& talk) {
  if (!talk.is(kProbe) || !said(talk, "client-hello")) return Outcome::unmeasured;
  const std::string_view answer = answer_to(talk);
  if (is_hello(talk)) return Outcome::answered;
  if (fatal_alert_in(answer)) return Outcome::refused;
  const bool waited = talk.transcript().end == model::End::completed;
  return answer.empty() && (waited || was_cut_off(talk)) ? Outcome::dropped : Outcome::unmeasured;
}

std::string words_about(const Talk& talk) {
  if (is_hello(talk)) return "SERVER-HELLO of SSL 2.0";
  if (const auto alert = fatal_alert_in(answer_to(talk))) return alert_text(*alert);
  return talk.transcript().end == model::End::completed ? "no answer" : end_text(talk.transcript());
}

}  // namespace

model::Fact ssl2_fact(const Evidence& evidence) {
  Question question;
  question.asks = {kProbe};
  question.outcome = outcome_of;
  question.shows = is_hello;
  question.words = words_about;
  question.ending = words_about;
  return conclude(evidence, question);
}

}  // namespace facts
