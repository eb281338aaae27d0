// SPDX-License-Identifier: GPL-3.0-or-later
//
// A check is one sentence of one document, and what the facts must be for a server to keep it.
//
// src/checks/<authority>/<check>.cpp has one function, of the file's name in the folder's
// namespace, that returns it. The folder is the catalogue: the build makes the list of what stands
// there (cmake/check_catalogue.cmake), so that no check is forgotten.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/fact.hpp"
#include "model/verdict.hpp"

namespace checks {

using model::Fact;
using model::Level;
using model::Result;

// Where a sentence stands. More than one where several documents say the same, or disagree.
struct Citation {
  std::string_view document;  // "RFC 3207"
  std::string_view section;   // "4.2"
  std::string_view says;      // in our own words; the document's where the wording decides
};

// What to do. An empty `software` is for everybody.
struct Remedy {
  std::string_view software;  // "Postfix"
  std::string_view change;    // "smtpd_tls_mandatory_protocols = >=TLSv1.2"
};

// What a check wants a fact to be. A fact that is unknown is never what is wanted and never
// against it.
struct Wish {
  std::string_view fact;
  model::Answer answer = model::Answer::yes;
  // Looks at what a known fact lists or counts, instead of its answer; may be nullptr.
  bool (*accepts)(const Fact& fact) = nullptr;

  [[nodiscard]] bool is_met_by(const Fact& known) const {
    return accepts != nullptr ? accepts(known) : known.value == answer;
  }
};
inline Wish yes(std::string_view fact) { return {fact, model::Answer::yes, nullptr}; }
inline Wish no(std::string_view fact) { return {fact, model::Answer::no, nullptr}; }
// Whatever it is, as long as it is known: what shows that the server let us ask at all.
inline Wish known(std::string_view fact) {
  return {fact, model::Answer::yes, [](const Fact&) { return true; }};
}

// Whose line is judged.
enum class Subject : std::uint8_t { endpoint, domain };

// The service that a sentence speaks of, by the port that was visited. What stands behind an
// unusual port is taken for a mail exchanger.
enum class Service : std::uint8_t {
  any,
  mail_exchanger,              // mail for everybody: neither 465 nor 587
  submission,                  // mail of the server's own users: 465 and 587 (RFC 8314)
  submission_by_starttls,      // 587 alone
  submission_by_implicit_tls,  // 465 alone: TLS comes first
};

// How many of its wishes keep a check.
enum class Enough : std::uint8_t { all, one };

struct Check {
  std::string_view id{};  // "rfc3207/not_offered_inside_tls": the file's place; set by catalogue()
  std::string_view requirement;  // what the server does that keeps it, a sentence
  Level level = Level::must;
  Subject subject = Subject::endpoint;
  Service service = Service::any;
  std::vector<Citation> citations;
  // Where the documents cited disagree: which of them wins for SMTP, and why. Or why a broken one
  // is not graded as its level says.
  std::string_view precedence{};
  // The sentence speaks of servers for which all of these hold.
  std::vector<Wish> applies{};
  // It is kept when all of these hold, or one of them, and broken otherwise.
  std::vector<Wish> wants;
  Enough enough = Enough::all;
  // What a broken one comes to where that is not what the level says (must: fail, should and
  // community: warn, may: info).
  std::optional<Result> broken{};
  // The same by how the fact is broken, never worse than `broken`; nullptr: it is always the same.
  Result (*broken_by)(const Fact& fact) = nullptr;
  std::string_view tested;  // how, a sentence
  std::vector<Remedy> remedies;
};

// What a broken one comes to, at worst.
Result broken_result(const Check& check);

}  // namespace checks
