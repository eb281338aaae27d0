// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/smtp_talk.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace facts {

using model::End;
using model::Stray;

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

std::string reply_text(const wire::SmtpReply& reply) {
  constexpr std::size_t kMost = 100;
  const std::string_view line = reply.lines.empty() ? std::string_view() : reply.lines.front();
  const std::string text =
      reply.code == 0 ? std::string(line) : fmt::format("{} {}", reply.code, line);
  return std::string(base::trim(text)).substr(0, kMost);
}

}  // namespace facts
