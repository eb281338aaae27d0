// SPDX-License-Identifier: GPL-3.0-or-later
//
// What RFC 3207 section 4 says about STARTTLS, TLS itself apart: what may stand behind it and
// behind the reply, how often it may be said, and who may insist on it.
#include <algorithm>

#include "facts/question.hpp"
#include "facts/smtp_talk.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Doubt;
using model::Fact;

// The probe that asks several of these on one connection.
constexpr std::string_view kRules = "starttls-rules";

// The probe made for a question, and the one that asks it among others where it came as far as the
// command: a server that went away before was not asked.
ProbeIds probes_with(const Evidence& evidence, std::string_view own, std::string_view command) {
  ProbeIds probes{own};
  const auto& plays = evidence.plays_of(kRules);
  const bool asked = std::any_of(plays.begin(), plays.end(),
                                 [command](const Talk* talk) { return said(*talk, command); });
  if (asked) probes.push_back(kRules);
  return probes;
}

Fact not_seen(const Evidence& evidence) {
  if (starttls_offered_fact(evidence).value == model::Answer::no)
    return unknown(Doubt::not_applicable);
  if (!evidence.played(kPlain)) return unknown(Doubt::not_asked);
  return unknown(Doubt::not_measured, *evidence.plays_of(kPlain).front());
}

// ---- Behind the 220 -----------------------------------------------------------------------------

Fact cleartext_behind_220(const Evidence& evidence) {
  const Talk* tls = nullptr;
  for (const Talk& talk : evidence.talks()) {
    if (talk.is(kInjection)) continue;                 // there it is an answer
    if (talk.transcript().began_with_tls()) continue;  // there is no 220 before it
    const std::string clear = clear_text_behind_220(talk);
    if (!clear.empty()) {
      const auto replies = replies_in(clear);
      return yes(talk, replies.empty() ? "clear text" : reply_text(replies.front()));
    }
    const bool tls_came = talk.answered() || talk.outcome() == Outcome::refused;
    if (tls == nullptr && tls_came && evidence.is_base(talk)) tls = &talk;
  }
  return tls == nullptr ? not_seen(evidence) : no(*tls, "TLS, and nothing before it");
}

// ---- Commands that have no place ----------------------------------------------------------------

struct Misplaced {
  std::string_view probe;    // made for it
  std::string_view command;  // the step; that of its reply has "-reply" behind it
  // Are the replies up to there what they should be? Where one came too many, each seems to answer
  // the command behind its own.
  bool (*in_step)(const Talk& talk);
  // The least code that is a refusal of the command, and not a word about now.
  int refusal;
};

// Is a STARTTLS that has no place accepted?
Fact accepted(const Evidence& evidence, const Misplaced& what) {
  const std::string step = std::string(what.command) + "-reply";
  const auto reply_of = [&step](const Talk& talk) { return talk.transcript().reply(step); };
  Question question;
  question.asks = probes_with(evidence, what.probe, what.command);
  question.outcome = [&](const Talk& talk) {
    if (!said(talk, what.command) || !what.in_step(talk)) return Outcome::unmeasured;
    const wire::SmtpReply* reply = reply_of(talk);
    if (reply == nullptr) return was_cut_off(talk) ? Outcome::dropped : Outcome::unmeasured;
    const bool refused =
        reply->is_negative() && reply->code >= what.refusal && reply->code != kClosing;
    return reply->code == 220 || refused ? Outcome::answered : Outcome::unmeasured;
  };
  question.shows = [&](const Talk& talk) { return reply_of(talk)->is_positive(); };
  question.denies = [&](const Talk& talk) { return reply_of(talk)->is_negative(); };
  question.words = question.ending = [&](const Talk& talk) {
    const wire::SmtpReply* reply = reply_of(talk);
    return reply == nullptr ? end_text(talk.transcript()) : reply_text(*reply);
  };
  return conclude(evidence, question);
}

// RFC 3207 section 4: no parameters, and 501 for those who give one.
Fact starttls_accepts_parameter(const Evidence& evidence) {
  const auto always = [](const Talk&) { return true; };
  return accepted(evidence, {"starttls-parameter", "starttls-parameter", always, 500});
}

// RFC 3207 section 4.2: both sides must know that there is TLS already. What the server then
// answers is not said: Postfix has 554, Exim 503, Sendmail 454.
Fact starttls_accepted_inside_tls(const Evidence& evidence) {
  const auto ehlo_answered = [](const Talk& talk) { return reply_inside_tls(talk) != nullptr; };
  return accepted(evidence, {"starttls-twice", "starttls-again", ehlo_answered, 400});
}

// ---- A greeting inside TLS ----------------------------------------------------------------------

// The code of the first thing that the server said inside TLS; 0: nothing that has one.
int first_code_inside_tls(const Talk& talk) {
  for (const model::Event& event : talk.transcript().events) {
    if (!event.inside_tls) continue;
    if (const auto* replied = std::get_if<model::Replied>(&event.what)) return replied->reply.code;
    if (const auto* stray = std::get_if<model::Stray>(&event.what)) {
      const auto replies = replies_in(stray->text);
      return replies.empty() ? 0 : replies.front().code;
    }
  }
  return 0;
}

// RFC 3207 section 4.2: TLS begins in the state behind the greeting. 220 answers neither EHLO nor
// QUIT: where it comes first, whatever we had said, it is another greeting.
Fact greets_inside_tls(const Evidence& evidence) {
  const Talk* answered_at_once = nullptr;
  for (const Talk& talk : evidence.talks()) {
    if (talk.transcript().began_with_tls()) continue;  // where the greeting belongs
    const int code = first_code_inside_tls(talk);
    if (code == 220) return yes(talk, "220 inside TLS");
    if (code == 250 && reply_inside_tls(talk) != nullptr && answered_at_once == nullptr)
      answered_at_once = &talk;
  }
  if (answered_at_once != nullptr) return no(*answered_at_once, "the EHLO reply came first");
  return not_seen(evidence);
}

// ---- TLS insisted on ----------------------------------------------------------------------------

// RFC 3207 section 4 has 530 for it, and so have Postfix and OpenSMTPD; RFC 4954 section 6 has the
// same code for who must authenticate. Others refuse with other codes and say why: "STARTTLS is
// required" (Exchange), "encryption too weak" (Sendmail).
bool asks_for_tls(const wire::SmtpReply* reply) {
  if (reply == nullptr || !reply->is_negative()) return false;
  bool of_authentication = false;
  for (const std::string& word : small_words_of(*reply)) {
    if (word == "starttls" || word == "tls" || word.starts_with("encrypt")) return true;
    of_authentication = of_authentication || word.starts_with("auth");
  }
  return reply->code == 530 && !of_authentication;
}

const wire::SmtpReply* demand_for_tls(const Talk& talk) {
  for (const std::string_view step : {"mail-reply", "rset-reply"}) {
    const wire::SmtpReply* reply = talk.transcript().reply(step);
    if (asks_for_tls(reply)) return reply;
  }
  return nullptr;
}

// RFC 3207 section 4: a server that takes mail from everybody must not. RSET is refused by Postfix
// (smtpd_tls_security_level = encrypt) alone, as the RFC has it; the others do not object before
// MAIL, so that no less than MAIL can be answered with a `no`.
Fact tls_required_inbound(const Evidence& evidence) {
  const auto mail_reply = [](const Talk& talk) { return talk.transcript().reply("mail-reply"); };
  const auto taken = [mail_reply](const Talk& talk) {
    return mail_reply(talk) != nullptr && mail_reply(talk)->is_positive();
  };
  Question question;
  question.asks = probes_with(evidence, "tls-required", "mail");
  question.outcome = [taken](const Talk& talk) {
    return demand_for_tls(talk) != nullptr || taken(talk) ? Outcome::answered : Outcome::unmeasured;
  };
  question.shows = [](const Talk& talk) { return demand_for_tls(talk) != nullptr; };
  question.denies = [](const Talk& talk) { return demand_for_tls(talk) == nullptr; };
  question.words = question.ending = [mail_reply](const Talk& talk) {
    const wire::SmtpReply* demand = demand_for_tls(talk);
    const wire::SmtpReply* reply = demand != nullptr ? demand : mail_reply(talk);
    return reply == nullptr ? end_text(talk.transcript()) : reply_text(*reply);
  };
  return conclude(evidence, question);
}

// ---- After 454 ----------------------------------------------------------------------------------

// STARTTLS was put off, and the server did not say that it would close.
bool is_put_off(const Talk& talk) {
  const wire::SmtpReply* reply = talk.transcript().reply("starttls-reply");
  return !talk.is(kInjection) && reply != nullptr && reply->code >= 400 && reply->code < 500 &&
         reply->code != kClosing;
}

bool quit_is_answered(const Talk& talk) {
  const wire::SmtpReply* reply = talk.transcript().reply("quit-reply");
  return reply != nullptr && reply->is_positive();
}

// RFC 3207 section 4: whoever is put off decides whether to go on without TLS; RFC 5321 section
// 4.1.1.10 has QUIT answered at any time. What we say behind a refusal is QUIT.
Fact usable_after_454(const Evidence& evidence) {
  std::vector<const Talk*> unanswered;
  bool by_habit = false;  // QUIT is not answered elsewhere either
  bool accepted = false;
  for (const Talk& talk : evidence.talks()) {
    const wire::SmtpReply* reply = talk.transcript().reply("starttls-reply");
    accepted = accepted || (reply != nullptr && reply->is_positive());
    if (is_put_off(talk) && quit_is_answered(talk))
      return yes(talk, reply_text(*reply) + "; QUIT answered");
    const bool mute = said(talk, "quit") && !quit_is_answered(talk);
    if (is_put_off(talk) && mute) unanswered.push_back(&talk);
    by_habit = by_habit || (mute && !is_put_off(talk));
  }
  if (unanswered.empty()) return accepted ? unknown(Doubt::not_applicable) : not_seen(evidence);
  const Talk& first = *unanswered.front();
  if (by_habit) return unknown(Doubt::not_measured, first);
  if (evidence.farm()) return unknown(Doubt::farm);
  if (unanswered.size() < 2) return unknown(Doubt::not_repeated, first);
  return no(first, reply_text(*first.transcript().reply("starttls-reply")) + "; QUIT not answered");
}

}  // namespace

std::span<const NamedFact> starttls_hygiene_facts() {
  static constexpr NamedFact kFacts[] = {
      {"cleartext_behind_220", cleartext_behind_220, kBeforeTls},
      {"command_injection", command_injection_fact, kBeforeTls},
      {"starttls_accepts_parameter", starttls_accepts_parameter, kBeforeTls},
      {"starttls_accepted_inside_tls", starttls_accepted_inside_tls, kBeforeTls},
      {"greets_inside_tls", greets_inside_tls, kBeforeTls},
      {"tls_required_inbound", tls_required_inbound, kBeforeTls},
      {"usable_after_454", usable_after_454, kBeforeTls},
  };
  return kFacts;
}

}  // namespace facts
