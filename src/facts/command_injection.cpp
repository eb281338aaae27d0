// SPDX-License-Identifier: GPL-3.0-or-later
//
// What becomes of a command that stands in clear behind STARTTLS (RFC 3207 section 4.2: whatever
// the client said before TLS must be forgotten; CVE-2011-0411). A server that keeps it for the time
// after the handshake takes a stranger's words for the client's.
#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "facts/comparable.hpp"
#include "facts/question.hpp"
#include "facts/smtp_talk.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

enum class Handling : std::uint8_t {
  unclear,
  injected,         // carried out inside TLS
  plaintext_reply,  // carried out at once, in clear behind the 220
  rejected,         // STARTTLS itself was refused, or the connection closed
  discarded,        // thrown away
  fed_to_tls,       // taken for the client's TLS, so that the handshake fails
};

std::string_view to_string(Handling handling) {
  switch (handling) {
    case Handling::injected:
      return "injected";
    case Handling::plaintext_reply:
      return "plaintext_reply";
    case Handling::rejected:
      return "rejected";
    case Handling::discarded:
      return "discarded";
    case Handling::fed_to_tls:
      return "fed_to_tls";
    case Handling::unclear:
      break;
  }
  return "unclear";
}

struct Account {
  Handling handling = Handling::unclear;
  bool in_words = false;  // the server said something that stands for it, and did not just leave
  std::string seen{};
};

// What was said inside TLS and answers nothing, but for a greeting, which is a fault of its own.
std::vector<wire::SmtpReply> unasked_inside_tls(const Talk& talk) {
  std::string octets;
  for (const model::Event& event : talk.transcript().events) {
    const auto* stray = std::get_if<model::Stray>(&event.what);
    if (stray != nullptr && event.inside_tls) octets += stray->text;
  }
  std::vector<wire::SmtpReply> replies = replies_in(octets);
  replies.erase(std::remove_if(replies.begin(), replies.end(),
                               [](const wire::SmtpReply& reply) { return reply.code == 220; }),
                replies.end());
  return replies;
}

// A reply to EHLO that comes so late that it seems to answer QUIT, for which there is 221 (RFC 5321
// section 4.1.1.10), and no greeting that pushed it there.
bool has_belated_reply(const Talk& talk) {
  const wire::SmtpReply* ehlo = talk.transcript().reply("ehlo-again-reply");
  const wire::SmtpReply* quit = talk.transcript().reply("quit-reply");
  const bool greeted = ehlo != nullptr && ehlo->code == 220;
  return quit != nullptr && quit->code == 250 && !greeted;
}

Account ended(const Talk& talk) {
  if (!was_cut_off(talk)) return {};
  return {Handling::rejected, false, end_text(talk.transcript())};
}

Account in_clear(const Talk& talk, std::string_view text) {
  const std::vector<wire::SmtpReply> replies = replies_in(text);
  if (replies.empty()) return {};
  const wire::SmtpReply& reply = replies.front();
  // A refusal, and no TLS behind it: the 220 was taken back.
  const bool taken_back = reply.is_negative() && !talk.answered();
  if (!taken_back && !reply.is_positive() && !reply.is_negative()) return {};
  return {taken_back ? Handling::rejected : Handling::plaintext_reply, true, reply_text(reply)};
}

// The handshake is complete: how many replies came to one EHLO?
Account inside_tls(const Talk& talk) {
  const std::vector<wire::SmtpReply> unasked = unasked_inside_tls(talk);
  if (!unasked.empty()) {
    // A refusal may be about the command, or about how it came.
    if (!unasked.front().is_positive()) return {};
    return {Handling::injected, true, reply_text(unasked.front())};
  }
  const wire::SmtpReply* ehlo = talk.transcript().reply("ehlo-again-reply");
  if (ehlo == nullptr) return ended(talk);
  if (!is_well_formed(ehlo) || has_belated_reply(talk)) return {};
  return {Handling::discarded, true, "one reply to EHLO inside TLS"};
}

Account account_of(const Talk& talk) {
  if (!talk.is(kInjection) || !said(talk, "starttls")) return {};
  const std::string clear = clear_text_behind_220(talk);
  if (!clear.empty()) return in_clear(talk, clear);
  const wire::SmtpReply* reply = talk.transcript().reply("starttls-reply");
  if (reply == nullptr) return ended(talk);
  if (!reply->is_positive())  // a 4xx may be about now, and not about the command
    return {Handling::rejected, reply->code >= 500, reply_text(*reply)};
  if (talk.failed()) return {Handling::fed_to_tls, talk.outcome() == Outcome::refused, talk.seen()};
  return talk.completed() ? inside_tls(talk) : Account{};
}

// What ends the plain conversation too, or a hello that lacks what the server wants, says nothing
// about the command before it.
bool is_about_command(const Evidence& evidence, const Talk& talk) {
  if (talk.failed()) return offers_what_plain_used(evidence, talk);
  const auto& talks = evidence.talks();
  return !talk.completed() || std::any_of(talks.begin(), talks.end(), [&](const Talk& other) {
    return evidence.is_base(other) && reply_inside_tls(other) != nullptr;
  });
}

// Where the plain conversation has the like, a reply too many is no answer to our command.
bool talks_unasked(const Evidence& evidence) {
  const auto& talks = evidence.talks();
  return std::any_of(talks.begin(), talks.end(), [&evidence](const Talk& talk) {
    return evidence.is_base(talk) &&
           (has_belated_reply(talk) || !clear_text_behind_220(talk).empty() ||
            !unasked_inside_tls(talk).empty());
  });
}

// The same, compared with the plain conversation.
Account compared(const Evidence& evidence, const Talk& talk) {
  Account account = account_of(talk);
  switch (account.handling) {
    case Handling::injected:
    case Handling::plaintext_reply:
      return talks_unasked(evidence) ? Account{} : account;
    case Handling::rejected:
    case Handling::fed_to_tls:
      return is_about_command(evidence, talk) ? account : Account{};
    default:
      return account;
  }
}

Outcome outcome_of(const Account& account) {
  if (account.handling == Handling::unclear) return Outcome::unmeasured;
  if (!account.in_words) return Outcome::dropped;
  return account.handling == Handling::fed_to_tls ? Outcome::refused : Outcome::answered;
}

std::string text_of(const Account& account, const Talk& talk) {
  if (account.handling != Handling::unclear)
    return fmt::format("{}: {}", to_string(account.handling), account.seen);
  const std::string seen = account_of(talk).seen;
  return seen.empty() ? end_text(talk.transcript()) : seen;
}

// Each way of which this conversation, or a repetition, is an example.
std::vector<std::string> handlings(const Evidence& evidence) {
  std::vector<std::string> words;
  for (const Talk* talk : evidence.plays_of(kInjection)) {
    const Handling handling = compared(evidence, *talk).handling;
    const std::string word(to_string(handling));
    const bool is_new = std::find(words.begin(), words.end(), word) == words.end();
    if (handling != Handling::unclear && is_new) words.push_back(word);
  }
  return words;
}

}  // namespace

model::Fact command_injection_fact(const Evidence& evidence) {
  const auto account = [&evidence](const Talk& talk) { return compared(evidence, talk); };
  Question question;
  question.asks = {kInjection};
  question.outcome = [account](const Talk& talk) { return outcome_of(account(talk)); };
  question.shows = [account](const Talk& talk) {
    return account(talk).handling == Handling::injected;
  };
  question.denies = [account](const Talk& talk) {
    return account(talk).handling != Handling::injected;
  };
  question.words =
      question.ending = [account](const Talk& talk) { return text_of(account(talk), talk); };
  model::Fact fact = conclude(evidence, question);
  if (fact.value != model::Answer::unknown) fact.list = handlings(evidence);
  return fact;
}

}  // namespace facts
