// SPDX-License-Identifier: GPL-3.0-or-later
//
// States as words with a sign and a colour: the word alone says it, the rest helps the eye.
#pragma once

#include <string>
#include <string_view>

#include "model/fact.hpp"
#include "report/audit.hpp"
#include "report/html_markup.hpp"

namespace report::html {

enum class Tone : std::uint8_t { good, warn, bad, doubt, plain };
std::string_view to_string(Tone tone);  // the class in page.css and the name of the sign

struct Word {
  Tone tone = Tone::plain;
  std::string_view says;
};

// "Not yet safe to enforce TLS": of a domain.
Word verdict_of(Readiness readiness);
// "would fail": of a way to enforce.
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

// The worst first, for sorting.
std::size_t rank(model::Delivery delivery);

// A sign and the word.
Markup mark(const Word& word);
// The sign alone, where the word stands beside it anyway.
Markup sign(Tone tone);
// The signs, once a page: sign() refers to them.
Markup signs();

// "3 servers", "1 server".
std::string counted(std::size_t count, std::string_view thing);
// "2026-11-22"
std::string date(base::WallTime time);
// "a, b, c"
std::string joined(const std::vector<std::string>& words);
// Each as code, with commas between.
Markup codes(const std::vector<std::string>& words);

}  // namespace report::html
