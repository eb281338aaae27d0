// SPDX-License-Identifier: GPL-3.0-or-later
//
// What people read for the states of an audit, the same in every format: a word, and the tone that
// a colour or a sign repeats. The word alone says it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "model/fact.hpp"
#include "report/audit.hpp"

namespace report {

enum class Tone : std::uint8_t { good, warn, bad, doubt, plain };
std::string_view to_string(Tone tone);  // the class in page.css and the name of the sign

struct Word {
  Tone tone = Tone::plain;
  std::string_view says;
};

// "Not yet safe to enforce TLS": of a domain.
Word verdict_of(Readiness readiness);
// "loses mail": of a way to enforce.
Word word_of(const Enforcement& way);
Word word_of(Severity severity);
// What is said of a server or a host in a word: its worst finding.
Word health_of(const Server& server);
Word health_of(const Host& host);
// Short, as it stands in a cell of the matrix.
Word word_of(model::Delivery delivery);
Word word_of(model::Answer answer);
Word word_of(policy::DaneState state);
Word word_of(policy::RecordUse use);
Word word_of(policy::MtaStsState state);
Word word_of(policy::TlsrptState state);
// Of the words that a server's fields hold: "matches", "does not fit".
Word dane_word(std::string_view word);
Word mta_sts_word(std::string_view word);

// Of a delivery in one letter: "B".
std::string_view letter_of(model::Delivery delivery);
// The worst first, for sorting.
std::size_t rank(model::Delivery delivery);

// Those of an audit with one endpoint, enumeration apart (plan::Planner::kMostInAudit).
inline constexpr std::size_t kMostConnections = 25;
// That not everything was asked of a server, and why; empty where all was, or where the outcome
// says it already.
std::string left_out(const Server& server);

// "3 servers", "1 server".
std::string counted(std::size_t count, std::string_view thing);
// "604800 seconds (7 days)", "90 seconds"
std::string age_text(std::uint64_t seconds);
// "2026-11-22"
std::string date(base::WallTime time);
// "a, b, c"
std::string joined(const std::vector<std::string>& words);
// "a, b and 3 more": of those up to `most`.
std::string some_of(const std::vector<std::string>& words, std::size_t most);
// "_25._tcp.mx.example.org. IN TLSA 3 1 1 9f86...", as a zone file has it.
std::string zone_line(const policy::ZoneRecord& record);

}  // namespace report
