// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the server answers to a connection, EHLO, STARTTLS, RSET and QUIT (RFC 5321
// sections 4.1.1.1, 4.1.1.5, 4.1.1.10 and 4.3.2). A refusal is a `no` only where it is about the
// command, and nobody was accepted.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "facts/question.hpp"
#include "facts/smtp_talk.hpp"
#include "facts/topics.hpp"
#include "wire/mangled.hpp"
#include "wire/smtp_names.hpp"

namespace facts {
namespace {

using model::Doubt;
using model::Fact;
using wire::SmtpReply;

// ---- Greeting -----------------------------------------------------------------------------------

// 521: a host that never takes mail (RFC 7504 section 3).
bool may_greet_with(int code) {
  return code == 220 || code == 554 || code == 521 || (code >= 400 && code < 500);
}

Fact greeting_code_fits(const Evidence& evidence) {
  const Talk* fits = nullptr;
  for (const Talk& talk : evidence.talks()) {
    if (!speaks_smtp(talk)) continue;
    const SmtpReply& greeting = *talk.transcript().reply("greeting");
    if (!may_greet_with(greeting.code)) return no(talk, reply_text(greeting));
    if (fits == nullptr) fits = &talk;
  }
  if (fits == nullptr) return not_heard(evidence);
  return yes(*fits, reply_text(*fits->transcript().reply("greeting")));
}

// The first word of a reply's first line.
std::string_view first_word(const SmtpReply& reply) {
  if (reply.lines.empty()) return {};
  const std::string_view line = base::trim(reply.lines.front());
  return line.substr(0, line.find_first_of(" \t"));
}

bool names_host(std::string_view word) {
  return wire::is_domain_name(word) || wire::is_address_literal(word);
}

// Collects what the first words of replies come to.
class FirstWords {
 public:
  // `reply` may be nullptr.
  void look_at(const Talk& talk, const SmtpReply* reply) {
    if (reply == nullptr) return;
    const std::string_view word = first_word(*reply);
    First& first = names_host(word) ? host_ : other_;
    if (first.talk == nullptr) first = {&talk, word};
  }
  [[nodiscard]] Fact fact(const Evidence& evidence) const {
    if (other_.talk != nullptr)
      return no(*other_.talk, other_.word.empty() ? "no word" : shortened(other_.word));
    return host_.talk == nullptr ? not_heard(evidence) : yes(*host_.talk, shortened(host_.word));
  }

 private:
  struct First {
    const Talk* talk = nullptr;
    std::string_view word{};
  };
  First host_;
  First other_;
};

// Stars are a firewall's, which leaves nothing of the name.
Fact greeting_names_host(const Evidence& evidence) {
  FirstWords words;
  for (const Talk& talk : evidence.talks()) {
    const SmtpReply* greeting = talk.transcript().reply("greeting");
    if (greeting != nullptr && greeting->code == 220 && !wire::is_starred_out(*greeting))
      words.look_at(talk, greeting);
  }
  return words.fact(evidence);
}

// ---- EHLO ---------------------------------------------------------------------------------------

// A firewall that puts X in place of the letters of EHLO is answered that nobody knows "XXXX".
bool was_crossed_out(const Talk& talk, const SmtpReply& reply) {
  const SmtpReply* greeting = talk.transcript().reply("greeting");
  if (greeting != nullptr && wire::is_starred_out(*greeting)) return true;
  const auto words = small_words_of(reply);
  return std::any_of(words.begin(), words.end(), wire::is_crossed_out);
}

// 501 and 504 are about our name (Postfix: "504 5.5.2 need fully-qualified hostname"), 550 and 554
// about us: only who does not know the command says 500 or 502.
bool does_not_know_ehlo(const Talk& talk, const SmtpReply& reply) {
  return (reply.code == 500 || reply.code == 502) && refuses_command(reply) &&
         !was_crossed_out(talk, reply);
}

// The first EHLO, in clear or, where TLS comes first, inside it.
Fact ehlo_accepted(const Evidence& evidence) {
  const Talk* unknown_to = nullptr;
  for (const Talk& talk : evidence.talks()) {
    const SmtpReply* reply = talk.transcript().first_ehlo_reply();
    if (reply == nullptr) continue;
    if (reply->code == 250 && reply->is_positive()) return yes(talk, reply_text(*reply));
    if (unknown_to == nullptr && does_not_know_ehlo(talk, *reply)) unknown_to = &talk;
  }
  if (unknown_to == nullptr) return not_heard(evidence);
  return no(*unknown_to, reply_text(*unknown_to->transcript().first_ehlo_reply()));
}

Fact ehlo_reply_names_host(const Evidence& evidence) {
  FirstWords words;
  for (const Talk& talk : evidence.talks()) {
    const SmtpReply* reply = talk.transcript().reply("ehlo-reply");
    if (is_well_formed(reply)) words.look_at(talk, reply);
    words.look_at(talk, reply_inside_tls(talk));
  }
  return words.fact(evidence);
}

// In plain conversations alone: others ask for something that may be what is refused.
Fact ehlo_answered_inside_tls(const Evidence& evidence) {
  const Talk* refused = nullptr;
  for (const Talk& talk : evidence.talks()) {
    const SmtpReply* reply = talk.transcript().reply("ehlo-again-reply");
    if (reply == nullptr || !talk.completed() || talk.is(kInjection)) continue;
    if (reply->code == 250 && reply->is_positive()) return yes(talk, reply_text(*reply));
    if (refused == nullptr && evidence.is_base(talk) && refuses_command(*reply)) refused = &talk;
  }
  if (refused != nullptr)
    return no(*refused, reply_text(*refused->transcript().reply("ehlo-again-reply")));
  if (starttls_offered_fact(evidence).value == model::Answer::no)
    return unknown(Doubt::not_applicable);
  return not_heard(evidence);
}

// ---- STARTTLS -----------------------------------------------------------------------------------

Fact starttls_accepted(const Evidence& evidence) {
  const Talk* refused = nullptr;
  for (const Talk& talk : evidence.talks()) {
    if (talk.is(kInjection)) continue;  // which says it with another command behind
    const SmtpReply* reply = talk.transcript().reply("starttls-reply");
    if (reply == nullptr) continue;
    if (reply->code == 220 && reply->is_positive()) return yes(talk, reply_text(*reply));
    if (refused == nullptr && evidence.is_base(talk) && refuses_command(*reply)) refused = &talk;
  }
  if (refused != nullptr)
    return no(*refused, reply_text(*refused->transcript().reply("starttls-reply")));
  if (starttls_offered_fact(evidence).value == model::Answer::no)
    return unknown(Doubt::not_applicable);
  return not_heard(evidence);
}

// ---- QUIT ---------------------------------------------------------------------------------------

// The last reply that came before we said QUIT.
const SmtpReply* last_before_quit(const Talk& talk) {
  const SmtpReply* last = nullptr;
  for (const model::Event& event : talk.transcript().events) {
    if (event.step == "quit") break;
    if (const auto* replied = std::get_if<model::Replied>(&event.what)) last = &replied->reply;
  }
  return last;
}

// The server had no reason to turn us away: it took EHLO, in clear and inside TLS, and what it said
// last was no refusal. And what answers QUIT answers nothing else.
bool is_content(const Talk& talk) {
  const SmtpReply* last = last_before_quit(talk);
  return !talk.is(kInjection) && is_in_step(talk) && !talk.fatal_alert() && last != nullptr &&
         last->is_positive() && is_well_formed(talk.transcript().first_ehlo_reply()) &&
         (!talk.completed() || reply_inside_tls(talk) != nullptr);
}

// The connection was closed at once: a server that is slow is another matter.
bool hangs_up_at_quit(const Talk& talk) {
  constexpr base::Milliseconds kAtOnce{1000};
  const model::Transcript& transcript = talk.transcript();
  const auto quit = std::find_if(
      transcript.events.begin(), transcript.events.end(), [](const model::Event& event) {
        return event.step == "quit" && std::holds_alternative<model::Sent>(event.what);
      });
  return quit != transcript.events.end() && transcript.end != model::End::cancelled &&
         transcript.reply("quit-reply") == nullptr && transcript.duration - quit->at < kAtOnce &&
         is_content(talk);
}

// Another answer than 221, that is one to QUIT: not 421, nor any other word about now or about us.
bool is_other_answer(const SmtpReply& reply) {
  return (reply.code >= 200 && reply.code < 400) || refuses_command(reply);
}

Fact quit_answered(const Evidence& evidence) {
  const Talk* other = nullptr;
  const Talk* hung_up = nullptr;
  unsigned hang_ups = 0;
  for (const Talk& talk : evidence.talks()) {
    const SmtpReply* reply = talk.transcript().reply("quit-reply");
    if (reply != nullptr && reply->code == 221) return yes(talk, reply_text(*reply));
    if (reply != nullptr && other == nullptr && is_other_answer(*reply) && is_content(talk))
      other = &talk;
    if (!hangs_up_at_quit(talk)) continue;
    if (hung_up == nullptr) hung_up = &talk;
    ++hang_ups;
  }
  if (other != nullptr) return no(*other, reply_text(*other->transcript().reply("quit-reply")));
  if (hang_ups > 1) return no(*hung_up, "connection closed without an answer to QUIT");
  if (hung_up != nullptr) return unknown(Doubt::not_repeated, *hung_up);
  return not_heard(evidence);
}

// RSET in cleartext belongs to the probes that begin a bounce and take it back. 530 is a server
// that wants TLS first, and no answer to RSET.
Fact rset_accepted(const Evidence& evidence) {
  const Talk* asked = nullptr;
  const Talk* refused = nullptr;
  for (const Talk& talk : evidence.talks()) {
    if (!said(talk, "rset")) continue;
    if (asked == nullptr) asked = &talk;
    const SmtpReply* reply = talk.transcript().reply("rset-reply");
    if (reply == nullptr) continue;
    if (reply->code == 250) return yes(talk, reply_text(*reply));
    if (reply->code / 10 == 50 && refused == nullptr) refused = &talk;
  }
  if (refused != nullptr)
    return no(*refused, reply_text(*refused->transcript().reply("rset-reply")));
  return asked == nullptr ? unknown(Doubt::not_asked) : unknown(Doubt::not_measured, *asked);
}

}  // namespace

std::span<const NamedFact> smtp_command_facts() {
  static constexpr NamedFact kFacts[] = {
      {"greeting_code_fits", greeting_code_fits},
      {"greeting_names_host", greeting_names_host},
      {"ehlo_accepted", ehlo_accepted},
      {"ehlo_reply_names_host", ehlo_reply_names_host},
      {"ehlo_answered_inside_tls", ehlo_answered_inside_tls},
      {"starttls_accepted", starttls_accepted, kBeforeTls},
      {"quit_answered", quit_answered},
      {"rset_accepted", rset_accepted},
  };
  return kFacts;
}

}  // namespace facts
