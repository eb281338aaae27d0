// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the lists of capabilities say: the lines of EHLO replies behind the first (RFC 5321 section
// 4.1.1.1). What a list has any conversation shows; what it lacks a plain one.
#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "facts/question.hpp"
#include "facts/smtp_talk.hpp"
#include "facts/topics.hpp"
#include "wire/ehlo.hpp"
#include "wire/mangled.hpp"

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;
using wire::SmtpReply;

constexpr std::string_view kStarttls = "STARTTLS";
constexpr std::string_view kRequiretls = "REQUIRETLS";
constexpr std::size_t kMostListed = 32;  // words of a fact

// The list in clear; nullptr when it never came or is not to be trusted.
const SmtpReply* list_in_clear(const Talk& talk) {
  const SmtpReply* reply = talk.transcript().reply("ehlo-reply");
  return is_well_formed(reply) ? reply : nullptr;
}

void add_once(std::vector<std::string>& words, std::string word) {
  if (words.size() < kMostListed && std::find(words.begin(), words.end(), word) == words.end())
    words.push_back(std::move(word));
}

// ---- STARTTLS -----------------------------------------------------------------------------------

// RFC 3207 section 2 (3).
Fact starttls_keyword_bare(const Evidence& evidence) {
  const Talk* bare = nullptr;
  for (const Talk& talk : evidence.talks()) {
    const SmtpReply* reply = talk.transcript().reply("ehlo-reply");
    if (reply == nullptr) continue;
    const auto parameters = wire::parameters_of(*reply, kStarttls);
    if (!parameters) continue;
    if (!parameters->empty()) return no(talk, shortened(fmt::format("STARTTLS {}", *parameters)));
    if (bare == nullptr) bare = &talk;
  }
  if (bare != nullptr) return yes(*bare, "STARTTLS without parameters");
  if (starttls_offered_fact(evidence).value == Answer::no) return unknown(Doubt::not_applicable);
  return not_heard(evidence);
}

// RFC 7672 section 9.2 has a word for who offers it to some clients or at some times.
Fact starttls_offer_steady(const Evidence& evidence) {
  const Talk* with = nullptr;
  const Talk* without = nullptr;
  std::size_t count = 0;
  std::size_t offers = 0;
  for (const Talk& talk : evidence.talks()) {
    const SmtpReply* reply = list_in_clear(talk);
    if (reply == nullptr) continue;
    const bool offered = wire::offers(*reply, kStarttls);
    if (!offered && wire::is_mangled(*reply)) continue;  // a firewall's list
    ++count;
    offers += offered ? 1 : 0;
    const Talk*& first = offered ? with : without;
    if (first == nullptr) first = &talk;
  }
  if (count == 0) return not_heard(evidence);
  const std::string seen = fmt::format("STARTTLS in {} of {} EHLO replies", offers, count);
  if (with != nullptr && without != nullptr)
    return evidence.farm() ? unknown(Doubt::farm) : no(*without, seen);
  const Talk& first = with != nullptr ? *with : *without;
  return count == 1 ? unknown(Doubt::not_repeated, first) : yes(first, seen);
}

// ---- The form of the lines ----------------------------------------------------------------------

bool is_keyword(std::string_view word) {
  return !word.empty() && base::is_alphanumeric(word.front()) &&
         std::all_of(word.begin(), word.end(),
                     [](char c) { return base::is_alphanumeric(c) || c == '-'; });
}

// Blanks more than one between the words, and behind the last, do not count.
bool is_ehlo_line(std::string_view line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view rest = line.substr(end);
  return is_keyword(line.substr(0, end)) &&
         std::all_of(rest.begin(), rest.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// The keywords of lines that are none.
struct OddLines {
  const Talk* talk = nullptr;
  std::string first{};
  std::vector<std::string> keywords{};

  void look_at(const Talk& where, const SmtpReply& reply) {
    for (std::size_t i = 1; i < reply.lines.size(); ++i) {
      const std::string& line = reply.lines[i];
      if (is_ehlo_line(line)) continue;
      const std::string_view keyword = wire::split_ehlo_line(line).keyword;
      if (wire::is_crossed_out(keyword)) continue;
      if (talk == nullptr) {
        talk = &where;
        first = shortened(line);
      }
      add_once(keywords, shortened(keyword));
    }
  }
};

Fact ehlo_keywords_well_formed(const Evidence& evidence) {
  OddLines odd;
  const Talk* told = nullptr;
  const std::string* looked_at[2] = {};  // what most conversations repeat, in clear and inside TLS
  for (const Talk& talk : evidence.talks()) {
    const SmtpReply* lists[] = {list_in_clear(talk), reply_inside_tls(talk)};
    for (std::size_t i = 0; i < std::size(lists); ++i) {
      if (lists[i] == nullptr) continue;
      if (told == nullptr) told = &talk;
      if (looked_at[i] != nullptr && *looked_at[i] == lists[i]->raw) continue;
      looked_at[i] = &lists[i]->raw;
      odd.look_at(talk, *lists[i]);
    }
  }
  if (told == nullptr) return not_heard(evidence);
  if (odd.talk == nullptr) return yes(*told, "every line a keyword and its parameters");
  Fact fact = no(*odd.talk, "250 " + odd.first);
  fact.list = std::move(odd.keywords);
  return fact;
}

// ---- AUTH ---------------------------------------------------------------------------------------

// What stands behind "AUTH " or, as before RFC 2554, behind "AUTH="; nullopt for another line.
std::optional<std::string_view> mechanisms_in(std::string_view line) {
  constexpr std::string_view kOld = "AUTH=";
  const wire::EhloLine parts = wire::split_ehlo_line(line);
  if (base::equals_ignoring_case(parts.keyword, "AUTH")) return parts.parameters;
  if (!base::starts_with_ignoring_case(parts.keyword, kOld)) return std::nullopt;
  return base::trim(line).substr(kOld.size());
}

// RFC 4954 section 3.
Fact auth_in(const Talk& talk, const SmtpReply& list) {
  Fact fact = no(talk, "no AUTH in the EHLO reply");
  for (std::size_t i = 1; i < list.lines.size(); ++i) {
    const auto mechanisms = mechanisms_in(list.lines[i]);
    if (!mechanisms) continue;
    if (fact.value == Answer::no) fact = yes(talk, shortened(list.lines[i]));
    for (const std::string_view word : base::split(*mechanisms, ' ')) {
      if (!word.empty()) add_once(fact.list, shortened(word));
    }
  }
  return fact;
}

Fact auth_offered_in_clear(const Evidence& evidence) {
  std::optional<Fact> first;
  for (const Talk& talk : evidence.talks()) {
    const SmtpReply* list = list_in_clear(talk);
    if (list == nullptr) continue;
    Fact fact = auth_in(talk, *list);
    if (fact.value == Answer::yes) return fact;
    if (!first && evidence.is_base(talk)) first = std::move(fact);
  }
  return first ? std::move(*first) : not_heard(evidence);
}

// ---- REQUIRETLS ---------------------------------------------------------------------------------

// `list` says which of a conversation's replies is meant.
Fact requiretls_in(const Evidence& evidence, const SmtpReply* (*list)(const Talk&),
                   std::string_view where) {
  const Talk* told = nullptr;
  for (const Talk& talk : evidence.talks()) {
    const SmtpReply* reply = list(talk);
    if (reply == nullptr) continue;
    if (wire::offers(*reply, kRequiretls)) return yes(talk, fmt::format("REQUIRETLS in {}", where));
    if (told == nullptr && evidence.is_base(talk)) told = &talk;
  }
  return told == nullptr ? not_heard(evidence)
                         : no(*told, fmt::format("no REQUIRETLS in {}", where));
}

Fact requiretls_offered(const Evidence& evidence) {
  Fact fact = requiretls_in(evidence, reply_inside_tls, "the EHLO reply inside TLS");
  const bool no_tls =
      fact.value == Answer::unknown && starttls_offered_fact(evidence).value == Answer::no;
  return no_tls ? unknown(Doubt::not_applicable) : fact;
}

Fact requiretls_offered_in_clear(const Evidence& evidence) {
  return requiretls_in(evidence, list_in_clear, "the EHLO reply");
}

}  // namespace

std::span<const NamedFact> ehlo_keyword_facts() {
  static constexpr NamedFact kFacts[] = {
      {"starttls_keyword_bare", starttls_keyword_bare, kBeforeTls},
      {"starttls_offer_steady", starttls_offer_steady, kBeforeTls},
      {"ehlo_keywords_well_formed", ehlo_keywords_well_formed},
      {"auth_offered_in_clear", auth_offered_in_clear, kBeforeTls},
      {"requiretls_offered", requiretls_offered},
      {"requiretls_offered_in_clear", requiretls_offered_in_clear, kBeforeTls},
  };
  return kFacts;
}

}  // namespace facts
