// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/classify.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>

#include <fmt/core.h>

#include "outcome/codes.hpp"
#include "outcome/refusal.hpp"
#include "wire/mangled.hpp"
#include "wire/tls_names.hpp"
#include "wire/tls_record.hpp"

namespace outcome {
namespace {

using model::Conversation;
using model::End;
using model::Outcome;
using model::Stage;
using model::Stray;
using model::Transcript;

// ---- What there is to go by ---------------------------------------------------------------------

// The last one that we waited for: the reply to our QUIT decides nothing any more.
const wire::SmtpReply* last_reply(const Transcript& transcript) {
  for (auto event = transcript.events.rbegin(); event != transcript.events.rend(); ++event) {
    const auto* replied = std::get_if<model::Replied>(&event->what);
    if (replied != nullptr && event->step != "quit-reply") return &replied->reply;
  }
  return nullptr;
}

// EHLO inside TLS is asked and not insisted upon; who refuses it takes no mail in TLS.
const wire::SmtpReply* refused_inside_tls(const Transcript& transcript) {
  const wire::SmtpReply* reply = transcript.reply("ehlo-again-reply");
  return reply != nullptr && !reply->is_positive() ? reply : nullptr;
}

const Stray* last_stray(const Transcript& transcript, Stray::Kind kind) {
  for (auto event = transcript.events.rbegin(); event != transcript.events.rend(); ++event) {
    const auto* stray = std::get_if<Stray>(&event->what);
    if (stray != nullptr && stray->kind == kind) return stray;
  }
  return nullptr;
}

const model::SeenAlert* fatal_alert(const Transcript& transcript, bool from_server) {
  if (!transcript.tls) return nullptr;
  for (const model::SeenAlert& seen : transcript.tls->alerts) {
    const bool fatal = seen.alert.level == static_cast<std::uint8_t>(wire::AlertLevel::fatal);
    if (fatal && seen.from_server == from_server) return &seen;
  }
  return nullptr;
}

// Where TLS should come first, and the server speaks in clear: its first reply.
std::optional<wire::SmtpReply> greeting_in_clear(const Transcript& transcript) {
  if (!transcript.began_with_tls()) return std::nullopt;
  wire::SmtpReplyReader reader;
  for (const model::Event& event : transcript.events) {
    const auto* stray = std::get_if<Stray>(&event.what);
    if (stray == nullptr || stray->kind != Stray::Kind::cleartext_after_220) continue;
    reader.feed(stray->text);
    if (reader.complete()) return reader.take();
  }
  return std::nullopt;
}

// ---- The code -----------------------------------------------------------------------------------

std::string_view before_smtp(End end) {
  switch (end) {
    case End::refused:
      return "connect.refused";
    case End::unreachable:
      return "connect.unreachable";
    case End::connect_timeout:
      return "connect.timeout";
    case End::local_failure:
      return "connect.local_failure";
    default:
      return "connect.failed";
  }
}

std::string_view by_code(int code, Stage stage) {
  if (code < 400) return "unexpected_reply";
  if (code < 500) return "temporary";
  if (code == 521) return "no_mail_here";  // RFC 7504 section 3
  // RFC 5321 section 4.2.4; before we said anything there is nothing to implement.
  const bool unknown_command = code == 500 || code == 502;
  return unknown_command && stage != Stage::banner ? "not_implemented" : "permanent";
}

// A reply other than 2xx, by its words and then by its code.
std::string refused_in_words(const wire::SmtpReply* reply, Stage stage, Outcome& outcome) {
  if (reply == nullptr) return "permanent";
  if (const auto refusal = refusal_of(*reply)) {
    outcome.wording = refusal->pattern;
    std::string kind(to_string(refusal->kind));
    // TLS is not to be had where it is not asked for: then the words are about something else.
    const bool about_tls = refusal->kind == RefusalKind::tls_unavailable;
    if (!about_tls || stage == Stage::starttls) return kind;
  }
  return std::string(by_code(std::max(reply->code, reply->final_code), stage));
}

std::string refused_in_words(const Transcript& transcript, Outcome& outcome) {
  return refused_in_words(last_reply(transcript), transcript.stage, outcome);
}

// "250-PIPELINING" and then "421 Timeout": the last word counts.
bool breaks_off_in_refusal(const Transcript& transcript) {
  const wire::SmtpReply* reply = last_reply(transcript);
  return transcript.end == End::unexpected_reply && reply != nullptr && reply->final_code >= 400;
}

// The part behind the dot where the server talks SMTP.
std::string in_smtp(const Transcript& transcript, Outcome& outcome) {
  const Stray* partial = last_stray(transcript, Stray::Kind::partial_reply);
  if (breaks_off_in_refusal(transcript)) return refused_in_words(transcript, outcome);
  switch (transcript.end) {
    case End::timeout:
      return partial != nullptr ? "tarpit" : "timeout";
    case End::peer_closed:
      return "closed";
    case End::peer_reset:
      return "reset";
    case End::not_positive:
      return refused_in_words(transcript, outcome);
    case End::reply_too_long:
      return "reply_too_long";
    case End::unexpected_reply:
    case End::not_silent:
      return "unexpected_reply";
    default:
      return "not_smtp";
  }
}

// close_notify in place of an answer.
bool said_goodbye(const Transcript& transcript) {
  constexpr std::uint8_t kCloseNotify = 0;
  return transcript.tls && !transcript.tls->alerts.empty() &&
         transcript.tls->alerts.front().from_server &&
         transcript.tls->alerts.front().alert.description == kCloseNotify;
}

std::string_view in_handshake(const Transcript& transcript) {
  switch (transcript.end) {
    case End::peer_closed:
      return fatal_alert(transcript, true) != nullptr ? "handshake.alert" : "handshake.closed";
    case End::peer_reset:
      return fatal_alert(transcript, true) != nullptr ? "handshake.alert" : "handshake.reset";
    case End::timeout:
      return "handshake.timeout";
    case End::not_tls:
      return "handshake.not_tls";
    default:
      if (said_goodbye(transcript)) return "handshake.closed";
      if (fatal_alert(transcript, true) != nullptr) return "handshake.alert";
      return fatal_alert(transcript, false) != nullptr ? "handshake.client_alert"
                                                       : "handshake.invalid";
  }
}

// The server said nothing that TLS is made of.
bool is_silent_in_tls(const Transcript& transcript) {
  return transcript.tls && transcript.tls->answer() == nullptr &&
         std::none_of(transcript.tls->alerts.begin(), transcript.tls->alerts.end(),
                      [](const model::SeenAlert& seen) { return seen.from_server; });
}

// Where TLS comes first, what ends there may be the answer to the connection and not to our hello:
// a refusal in clear, and a connection that is closed without a word, are a greeting's. Empty where
// it is about TLS.
std::string instead_of_greeting(const Transcript& transcript, Outcome& outcome) {
  if (!transcript.began_with_tls() || !is_silent_in_tls(transcript)) return {};
  if (const auto greeting = greeting_in_clear(transcript)) {
    if (!greeting->is_negative()) return {};
    return "banner." + refused_in_words(&*greeting, Stage::banner, outcome);
  }
  if (transcript.end == End::peer_closed) return "banner.closed";
  return transcript.end == End::peer_reset ? "banner.reset" : "";
}

std::string_view broken_inside_tls(const Transcript& transcript) {
  constexpr std::uint8_t kCertificateRequired = 116;
  const model::SeenAlert* alert = fatal_alert(transcript, true);
  if (alert == nullptr) return "post_tls.broken";
  return alert->alert.description == kCertificateRequired ? "post_tls.certificate_required"
                                                          : "post_tls.alert";
}

// Octets of TLS where a greeting should be.
bool wants_tls_at_once(const Transcript& transcript) {
  const wire::SmtpReply* reply = last_reply(transcript);
  const Stray* partial = last_stray(transcript, Stray::Kind::partial_reply);
  const std::string_view octets = reply != nullptr     ? std::string_view(reply->raw)
                                  : partial != nullptr ? std::string_view(partial->text)
                                                       : std::string_view();
  return octets.size() >= 2 && wire::TlsRecordReader::can_begin(octets);
}

std::string code_of(const Transcript& transcript, Outcome& outcome) {
  if (transcript.end == End::cancelled) return "run.interrupted";
  if (transcript.end == End::completed && refused_inside_tls(transcript) != nullptr)
    return "post_tls." + refused_in_words(transcript, outcome);
  if (transcript.end == End::completed) return "quit.completed";
  if (transcript.stage == Stage::connect) return std::string(before_smtp(transcript.end));
  if (transcript.end == End::not_offered) {
    const wire::SmtpReply* reply = transcript.reply("ehlo-reply");
    return reply != nullptr && wire::is_mangled(*reply) ? "starttls.stripped"
                                                        : "starttls.not_offered";
  }
  if (transcript.stage == Stage::handshake) {
    const std::string code = instead_of_greeting(transcript, outcome);
    return code.empty() ? std::string(in_handshake(transcript)) : code;
  }
  if (transcript.end == End::tls_broken) return std::string(broken_inside_tls(transcript));
  if (transcript.stage == Stage::banner && wants_tls_at_once(transcript))
    return "banner.implicit_tls";
  // We were leaving already.
  if (transcript.stage == Stage::quit && !transcript.handshake_completed()) return "quit.completed";
  const bool leaving = transcript.stage == Stage::quit;  // inside TLS
  const std::string_view stage = model::to_string(leaving ? Stage::post_tls : transcript.stage);
  return fmt::format("{}.{}", stage, in_smtp(transcript, outcome));
}

// ---- The particulars ----------------------------------------------------------------------------

// mox's style: tls-remote-alert-40-handshake-failure.
std::string alert_reason(const model::SeenAlert& seen) {
  std::string name(wire::alert_name(seen.alert.description));
  std::replace(name.begin(), name.end(), '_', '-');
  return fmt::format("tls-{}-alert-{}-{}", seen.from_server ? "remote" : "local",
                     seen.alert.description, name);
}

void add_alert(const Transcript& transcript, Outcome& outcome) {
  const bool theirs = outcome.code.ends_with(".alert") || outcome.code.ends_with("_required");
  const bool ours = outcome.code == "handshake.client_alert";
  const model::SeenAlert* alert = theirs || ours ? fatal_alert(transcript, theirs) : nullptr;
  if (alert == nullptr) return;
  outcome.alert = *alert;
  outcome.tlsrpt_reason = alert_reason(*alert);
}

void add_words(const Transcript& transcript, Outcome& outcome) {
  const bool decided = transcript.end == End::not_positive ||
                       transcript.end == End::unexpected_reply || transcript.end == End::not_smtp;
  const auto in_clear = greeting_in_clear(transcript);
  const wire::SmtpReply* reply = in_clear  ? &*in_clear
                                 : decided ? last_reply(transcript)
                                           : refused_inside_tls(transcript);
  if (reply == nullptr) return;
  outcome.smtp_code = reply->code;
  outcome.enhanced_code = reply->enhanced_code();
  if (!reply->lines.empty()) outcome.words = reply->lines.front();
}

// zcrypto's words of the validation, as codes.
std::string_view certificate_code(std::string_view fault) {
  constexpr std::array<std::string_view, 4> kOwn{"expired", "not_yet_valid", "self_signed",
                                                 "untrusted_issuer"};
  if (std::find(kOwn.begin(), kOwn.end(), fault) != kOwn.end())
    return find_code(fmt::format("certificate.{}", fault))->code;
  return "certificate.invalid";
}

void add_once(std::vector<std::string>& codes, std::string_view code) {
  if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.emplace_back(code);
}

void add_findings(const Conversation& conversation, Outcome& outcome) {
  const Transcript& transcript = conversation.transcript;
  const wire::SmtpReply* greeting = transcript.reply("greeting");
  if (greeting != nullptr && wire::is_starred_out(*greeting))
    add_once(outcome.also, "banner.masked");
  const bool in_clear = last_stray(transcript, Stray::Kind::cleartext_after_220) != nullptr;
  if (in_clear && !transcript.began_with_tls())
    add_once(outcome.also, "starttls.cleartext_behind_220");
  if (conversation.validation) {
    for (const std::string& fault : conversation.validation->faults)
      add_once(outcome.also, certificate_code(fault));
    if (!conversation.validation->matches_domain)
      add_once(outcome.also, "certificate.host_mismatch");
  }
  const wire::SmtpReply* inside = transcript.reply("ehlo-again-reply");
  constexpr int kServiceReady = 220;
  if (inside != nullptr && inside->code == kServiceReady)
    add_once(outcome.also, "post_tls.greeting");
  const bool said_quit = std::any_of(transcript.events.begin(), transcript.events.end(),
                                     [](const model::Event& event) {
                                       const auto* sent = std::get_if<model::Sent>(&event.what);
                                       return sent != nullptr && sent->text.starts_with("QUIT");
                                     });
  if (said_quit && transcript.reply("quit-reply") == nullptr)
    add_once(outcome.also, "quit.no_reply");
}

}  // namespace

model::Outcome outcome_of(const Conversation& conversation) {
  const Transcript& transcript = conversation.transcript;
  Outcome outcome;
  outcome.code = code_of(transcript, outcome);
  const Code* code = find_code(outcome.code);
  assert(code != nullptr && "every code that is made here is in the table");
  outcome.measurability = code->measurability;
  outcome.attribution = code->attribution;
  outcome.tlsrpt_result = code->tlsrpt;
  outcome.tlsrpt_reason = code->reason;
  outcome.os_error = transcript.os_error;
  outcome.elapsed = transcript.duration;
  add_alert(transcript, outcome);
  add_words(transcript, outcome);
  add_findings(conversation, outcome);
  return outcome;
}

}  // namespace outcome
