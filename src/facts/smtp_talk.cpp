// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/smtp_talk.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "facts/question.hpp"

namespace facts {

using model::End;
using model::Stray;

bool speaks_smtp(const Talk& talk) {
  const wire::SmtpReply* greeting = talk.transcript().reply("greeting");
  if (greeting == nullptr || greeting->code < 200 || greeting->code > 599) return false;
  if (greeting->code == 220 || greeting->is_negative()) return true;
  const wire::SmtpReply* ehlo = talk.transcript().first_ehlo_reply();
  return ehlo == nullptr || ehlo->is_positive();
}

bool is_in_step(const Talk& talk) {
  const wire::SmtpReply* ehlo = talk.transcript().reply("ehlo-again-reply");
  if (ehlo != nullptr && ehlo->code == 220) return false;  // a greeting inside TLS
  const auto& events = talk.transcript().events;
  return std::none_of(events.begin(), events.end(), [](const model::Event& event) {
    const auto* stray = std::get_if<Stray>(&event.what);
    return stray != nullptr && stray->kind != Stray::Kind::partial_reply;
  });
}

model::Fact not_heard(const Evidence& evidence) {
  if (evidence.talks().empty()) return unknown(model::Doubt::not_asked);
  return unknown(model::Doubt::not_measured, evidence.talks().front());
}

bool is_well_formed(const wire::SmtpReply* reply) {
  using wire::ReplyFlaw;
  return reply != nullptr && reply->code == 250 && !reply->has(ReplyFlaw::code_mismatch) &&
         !reply->has(ReplyFlaw::no_code) && !reply->has(ReplyFlaw::bad_separator) &&
         !reply->has(ReplyFlaw::truncated);
}

const wire::SmtpReply* reply_inside_tls(const Talk& talk) {
  if (!talk.completed() || talk.is(kInjection)) return nullptr;
  const wire::SmtpReply* reply = talk.transcript().reply("ehlo-again-reply");
  return is_well_formed(reply) ? reply : nullptr;
}

bool refuses_command(const wire::SmtpReply& reply) {
  if (reply.code < 500 || reply.code > 599 || reply.final_code < 500) return false;
  const std::string enhanced = reply.enhanced_code();
  if (enhanced.starts_with("5.5.")) return true;
  // RFC 3463 section 3.8: of these only the security that was asked for is not to be had.
  if (enhanced == "5.7.3" || enhanced == "5.7.4" || enhanced == "5.7.5") return true;
  if (reply.code / 10 == 50 && !enhanced.starts_with("5.7.")) return true;
  const std::vector<std::string> words = small_words_of(reply);
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "tls" || word == "starttls" || word.starts_with("encrypt");
  });
}

bool said(const Talk& talk, std::string_view step) {
  const auto& events = talk.transcript().events;
  return std::any_of(events.begin(), events.end(), [step](const model::Event& event) {
    return event.step == step && std::holds_alternative<model::Sent>(event.what);
  });
}

bool was_cut_off(const Talk& talk) {
  switch (talk.transcript().end) {
    case End::peer_closed:
    case End::peer_reset:
    case End::timeout:
    case End::tls_broken:
      return true;
    default:
      return false;
  }
}

std::string clear_text_behind_220(const Talk& talk) {
  std::string text;
  for (const model::Event& event : talk.transcript().events) {
    const auto* stray = std::get_if<Stray>(&event.what);
    if (stray != nullptr && stray->kind == Stray::Kind::cleartext_after_220) text += stray->text;
  }
  return text;
}

std::vector<wire::SmtpReply> replies_in(std::string_view octets) {
  std::vector<wire::SmtpReply> replies;
  wire::SmtpReplyReader reader;
  for (;;) {  // each turn takes a line at least; a stray has 4 KiB
    octets.remove_prefix(reader.feed(octets));
    if (!reader.complete()) return replies;
    replies.push_back(reader.take());
  }
}

std::vector<std::string> small_words_of(const wire::SmtpReply& reply) {
  std::vector<std::string> words;
  for (const std::string& line : reply.lines) {
    for (std::string_view word : base::split(line, ' ')) {
      while (!word.empty() && !base::is_alphanumeric(word.back())) word.remove_suffix(1);
      while (!word.empty() && !base::is_alphanumeric(word.front())) word.remove_prefix(1);
      if (!word.empty()) words.push_back(base::to_lower(word));
    }
  }
  return words;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t kMost = 100;  // octets
  return std::string(text.substr(0, kMost));
}

std::string reply_text(const wire::SmtpReply& reply) {
  const std::string_view line = reply.lines.empty() ? std::string_view() : reply.lines.front();
  if (reply.code == 0) return shortened(base::trim(line));
  return shortened(base::trim(fmt::format("{} {}", reply.code, line)));
}

}  // namespace facts
