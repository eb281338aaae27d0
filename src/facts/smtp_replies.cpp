// SPDX-License-Identifier: GPL-3.0-or-later
//
// The form of replies, and their number (RFC 5321 section 4.2). What is wrong was said by the
// server itself: once is enough, and needs no control.
#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "facts/question.hpp"
#include "facts/smtp_talk.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Fact;
using wire::ReplyFlaw;

// `look` at each event of a conversation that is SMTP's, until it says that it has seen enough. In
// clear behind the 220 of STARTTLS no SMTP is spoken: what came there answers our TLS.
template <typename Look>
void look_through(const Talk& talk, const Look& look) {
  bool tls_is_due = false;
  for (const model::Event& event : talk.transcript().events) {
    if (tls_is_due && !event.inside_tls) continue;
    if (look(event)) return;
    const auto* replied = std::get_if<model::Replied>(&event.what);
    if (replied != nullptr && event.step == "starttls-reply")
      tls_is_due = replied->reply.is_positive();
  }
}

// ---- Their form ---------------------------------------------------------------------------------

// No reply of the visit has one of these.
template <std::size_t kCount>
Fact free_of(const Evidence& evidence, const std::array<ReplyFlaw, kCount>& flaws) {
  const Talk* first = nullptr;
  std::size_t count = 0;
  std::string broken;
  for (const Talk& talk : evidence.talks()) {
    if (!speaks_smtp(talk)) continue;
    if (first == nullptr) first = &talk;
    look_through(talk, [&](const model::Event& event) {
      const auto* replied = std::get_if<model::Replied>(&event.what);
      if (replied == nullptr) return false;
      ++count;
      const auto has = [replied](ReplyFlaw flaw) { return replied->reply.has(flaw); };
      const auto found = std::find_if(flaws.begin(), flaws.end(), has);
      if (found == flaws.end()) return false;
      broken = fmt::format("{} in {}: {}", wire::to_string(*found), event.step,
                           reply_text(replied->reply));
      return true;
    });
    if (!broken.empty()) return no(talk, std::move(broken));
  }
  return first == nullptr ? not_heard(evidence) : yes(*first, fmt::format("{} replies", count));
}

Fact replies_end_in_crlf(const Evidence& evidence) {
  return free_of(evidence, std::array{ReplyFlaw::bare_lf});
}

Fact reply_lines_fit(const Evidence& evidence) {
  return free_of(evidence, std::array{ReplyFlaw::line_too_long});
}

Fact reply_codes_agree(const Evidence& evidence) {
  return free_of(evidence, std::array{ReplyFlaw::code_mismatch});
}

Fact replies_in_ascii(const Evidence& evidence) {
  return free_of(evidence, std::array{ReplyFlaw::eight_bit, ReplyFlaw::nul});
}

Fact reply_lines_well_formed(const Evidence& evidence) {
  return free_of(evidence,
                 std::array{ReplyFlaw::no_code, ReplyFlaw::bad_separator, ReplyFlaw::bare_cr});
}

// ---- Their number -------------------------------------------------------------------------------

// What follows says nothing: the service closes the channel, or the reply's own end is in doubt.
bool is_last_word(const wire::SmtpReply& reply) {
  constexpr int kBye = 221;
  return reply.final_code == kClosing || reply.final_code == kBye ||
         reply.has(ReplyFlaw::bad_separator) || reply.has(ReplyFlaw::no_code) ||
         reply.has(ReplyFlaw::truncated);
}

// The words of a stray that answer nothing; empty where they are an announcement: 421 may come at
// any time (RFC 5321 section 4.2.2), and we may have read no more than its beginning.
std::string unasked_words(const model::Stray& stray) {
  constexpr std::string_view kAnnouncement = "421";
  const std::string_view code = std::string_view(stray.text).substr(0, kAnnouncement.size());
  if (kAnnouncement.starts_with(code)) return {};
  const auto replies = replies_in(stray.text);
  if (replies.empty()) return "octets that are no reply";
  if (replies.front().code != 0 && is_last_word(replies.front())) return {};
  const std::string text = reply_text(replies.front());
  return text.empty() ? "an empty line" : text;
}

// The first words that answer nothing; empty where there are none.
std::string unasked_words(const Talk& talk) {
  std::string words;
  look_through(talk, [&words](const model::Event& event) {
    if (const auto* replied = std::get_if<model::Replied>(&event.what)) {
      const bool greets_again = event.step == "ehlo-again-reply" && replied->reply.code == 220;
      if (greets_again) words = reply_text(replied->reply);
      return greets_again || is_last_word(replied->reply);
    }
    const auto* stray = std::get_if<model::Stray>(&event.what);
    if (stray == nullptr || stray->text.empty()) return false;
    if (stray->kind != model::Stray::Kind::after_reply &&
        stray->kind != model::Stray::Kind::in_silence)
      return false;
    words = unasked_words(*stray);
    return true;
  });
  return words;
}

Fact one_reply_per_command(const Evidence& evidence) {
  const Talk* told = nullptr;
  for (const Talk& talk : evidence.talks()) {
    // In the injection probe there is a command too many, and its answer.
    if (talk.is(kInjection) || !speaks_smtp(talk)) continue;
    const std::string words = unasked_words(talk);
    if (!words.empty()) return no(talk, "unasked: " + words);
    if (told == nullptr && talk.transcript().first_ehlo_reply() != nullptr) told = &talk;
  }
  return told == nullptr ? not_heard(evidence) : yes(*told, "one reply to each command");
}

}  // namespace

std::span<const NamedFact> smtp_reply_facts() {
  static constexpr NamedFact kFacts[] = {
      {"replies_end_in_crlf", replies_end_in_crlf},
      {"reply_lines_fit", reply_lines_fit},
      {"reply_codes_agree", reply_codes_agree},
      {"replies_in_ascii", replies_in_ascii},
      {"reply_lines_well_formed", reply_lines_well_formed},
      {"one_reply_per_command", one_reply_per_command},
  };
  return kFacts;
}

}  // namespace facts
