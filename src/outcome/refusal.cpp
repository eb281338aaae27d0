// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/refusal.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <utility>

#include "base/text.hpp"
#include "outcome/refusal_texts.hpp"

namespace outcome {
namespace {

constexpr std::array<std::pair<RefusalKind, std::string_view>, 9> kKinds{{
    {RefusalKind::must_wait, "must_wait"},
    {RefusalKind::tls_unavailable, "tls_unavailable"},
    {RefusalKind::greylisted, "greylisted"},
    {RefusalKind::identity, "identity"},
    {RefusalKind::blocked, "blocked"},
    {RefusalKind::rate_limited, "rate_limited"},
    {RefusalKind::no_mail_here, "no_mail_here"},
    {RefusalKind::overloaded, "overloaded"},
    {RefusalKind::not_implemented, "not_implemented"},
}};

// ---- The words of a reply -----------------------------------------------------------------------

// Servers say why in a line or two; the rest is addresses, and whatever a stranger likes to send.
constexpr std::size_t kExamined = 8 * 1024;

// Multi-line replies say their enhanced code at the start of every line (RFC 2034 section 4), in
// the middle of a sentence.
std::string_view without_enhanced_code(std::string_view line) {
  const std::string_view word = line.substr(0, line.find(' '));
  const bool numeric =
      std::all_of(word.begin(), word.end(), [](char c) { return base::is_digit(c) || c == '.'; });
  const bool is_code = numeric && word.size() >= 5 && word[1] == '.' &&
                       std::count(word.begin(), word.end(), '.') == 2;
  return is_code ? line.substr(word.size()) : line;
}

// All lines as one, in lower case, with single blanks and none at the start.
std::string words_of(const wire::SmtpReply& reply) {
  std::string words;
  for (const std::string& line : reply.lines) {
    bool gap = !words.empty();
    for (const char c : without_enhanced_code(line)) {
      if (words.size() >= kExamined) return words;
      if ((c >= '\0' && c <= ' ') || c == '\x7f') {
        gap = !words.empty();
        continue;
      }
      if (gap) words += ' ';
      gap = false;
      words += base::to_lower(c);
    }
  }
  return words;
}

bool is_letter(char c) { return base::is_alphanumeric(c) || c == '_' || (c & '\x80') != 0; }

// Holds host names, addresses and URLs together, so that what they are made of are no words.
bool is_joint(char c) { return std::string_view(".-@/=&").find(c) != std::string_view::npos; }

bool begins_word(std::string_view text, std::size_t at) {
  if (at == 0 || !is_letter(text[at])) return true;
  if (is_letter(text[at - 1])) return false;
  return !(is_joint(text[at - 1]) && at >= 2 && is_letter(text[at - 2]));
}

bool ends_word(std::string_view text, std::size_t end) {
  if (end == text.size() || !is_letter(text[end - 1])) return true;
  if (is_letter(text[end])) return false;
  return !(is_joint(text[end]) && end + 1 < text.size() && is_letter(text[end + 1]));
}

bool occurs(const RefusalPhrase& phrase, std::string_view text) {
  for (std::size_t at = text.find(phrase.words); at != std::string_view::npos;
       at = text.find(phrase.words, at + 1)) {
    if (phrase.at_start && at > 0) return false;
    if (!begins_word(text, at)) continue;
    std::size_t end = at + phrase.words.size();
    while (phrase.open_end && end < text.size() && is_letter(text[end])) ++end;
    if (ends_word(text, end)) return true;
  }
  return false;
}

// ---- The codes of a reply -----------------------------------------------------------------------

bool code_fits(std::string_view shape, int code) {
  const std::string digits = std::to_string(code);
  return shape == "-" || std::equal(shape.begin(), shape.end(), digits.begin(), digits.end(),
                                    [](char s, char d) { return s == 'x' || s == d; });
}

bool enhanced_fits(std::string_view shape, std::string_view enhanced) {
  if (shape == "-") return true;
  if (shape == "none" || enhanced.empty()) return shape == "none" && enhanced.empty();
  const auto wanted = base::split(shape, '.');
  const auto parts = base::split(enhanced, '.');
  return std::equal(wanted.begin(), wanted.end(), parts.begin(), parts.end(),
                    [](std::string_view w, std::string_view p) { return w == "x" || w == p; });
}

// RFC 3463 section 3; the numbers above 99 of the policy class are operators' own. What is between
// 1 and 25 of it is about encryption, authentication, signatures and recipients, not about us.
std::optional<RefusalKind> by_enhanced_code(std::string_view enhanced) {
  const auto parts = base::split(enhanced, '.');
  if (parts.size() != 3) return std::nullopt;
  int detail = 0;
  std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), detail);
  const bool transient = parts[0] == "4";
  if (parts[1] == "7") {
    if (detail == 25) return RefusalKind::identity;  // RFC 7372 section 3.3
    if (detail <= 1 || detail >= 100) return RefusalKind::blocked;
  }
  if (parts[1] == "3" && detail == 2) {  // system not accepting network messages
    return transient ? RefusalKind::overloaded : RefusalKind::no_mail_here;
  }
  const bool system_full = parts[1] == "3" && detail <= 1;
  const bool congested = parts[1] == "4" && detail == 5;
  if (transient && (system_full || congested)) return RefusalKind::overloaded;
  return std::nullopt;
}

std::optional<RefusalKind> by_reply_code(int code) {
  switch (code) {
    case 451:
    case 452:
      return RefusalKind::overloaded;  // "local error in processing", "insufficient system storage"
    case 500:
    case 502:
    case 504:
      return RefusalKind::not_implemented;
    case 521:
    case 556:
      return RefusalKind::no_mail_here;
    default:
      return std::nullopt;
  }
}

}  // namespace

// ---- What is asked of it ------------------------------------------------------------------------

std::string_view to_string(RefusalKind kind) {
  for (const auto& [each, name] : kKinds) {
    if (each == kind) return name;
  }
  return {};
}

std::optional<RefusalKind> refusal_kind_named(std::string_view name) {
  for (const auto& [kind, kind_name] : kKinds) {
    if (kind_name == name) return kind;
  }
  return std::nullopt;
}

std::optional<Refusal> refusal_of(const wire::SmtpReply& reply, const RefusalTexts& texts) {
  if (!reply.is_negative()) return std::nullopt;
  const std::string words = words_of(reply);
  const std::string enhanced = reply.enhanced_code();
  const auto one_is_there = [&words](const std::vector<RefusalPhrase>& phrases) {
    return std::any_of(phrases.begin(), phrases.end(),
                       [&words](const RefusalPhrase& phrase) { return occurs(phrase, words); });
  };
  for (const RefusalPattern& pattern : texts.patterns()) {
    if (!code_fits(pattern.code, reply.code)) continue;
    if (!enhanced_fits(pattern.enhanced, enhanced)) continue;
    if (std::all_of(pattern.phrases.begin(), pattern.phrases.end(), one_is_there)) {
      return Refusal{pattern.kind, pattern.id};
    }
  }
  return std::nullopt;
}

std::optional<Refusal> refusal_of(const wire::SmtpReply& reply) {
  static const RefusalTexts texts = [] {
    auto read = RefusalTexts::read(builtin_refusal_texts(), "refusal_texts.txt");
    assert(read.ok() && "refusal_texts.txt cannot be read; its test says where");
    return read.ok() ? std::move(*read) : RefusalTexts();
  }();
  return refusal_of(reply, texts);
}

std::optional<RefusalKind> refusal_by_code(const wire::SmtpReply& reply) {
  if (!reply.is_negative()) return std::nullopt;
  if (reply.code >= 530 && reply.code <= 538) return std::nullopt;  // wants encryption, or AUTH
  if (reply.code == 454) return RefusalKind::tls_unavailable;       // RFC 3207 section 4
  const auto kind = by_enhanced_code(reply.enhanced_code());
  return kind ? kind : by_reply_code(reply.code);
}

}  // namespace outcome
