// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/refusal_texts.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace outcome {
namespace {

using Kind = RefusalKind;

wire::SmtpReply reply_of(std::string text) {
  if (text.empty() || text.back() != '\n') text += "\r\n";
  wire::SmtpReplyReader reader;
  reader.feed(text);
  REQUIRE(reader.complete());
  return reader.take();
}

const RefusalTexts& texts() {
  static const auto read = RefusalTexts::read(builtin_refusal_texts(), "refusal_texts.txt");
  INFO((read.ok() ? std::string() : read.error().message));
  REQUIRE(read.ok());
  return *read;
}

std::string in_capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : char(c);
  });
  return text;
}

TEST_CASE("refusal texts: every example is understood by its own pattern") {
  std::size_t examples = 0;
  for (const RefusalPattern& pattern : texts().patterns()) {
    for (const RefusalExample& example : pattern.examples) {
      CAPTURE(example.line);
      CAPTURE(example.said_by);
      CAPTURE(example.reply);
      const auto refusal = refusal_of(reply_of(example.reply));
      CHECK((refusal ? refusal->pattern : "none") == pattern.id);
      CHECK((refusal && refusal->kind == pattern.kind));
      const auto shouted = refusal_of(reply_of(in_capitals(example.reply)));
      CHECK((shouted ? shouted->pattern : "none") == pattern.id);
      ++examples;
    }
  }
  CHECK(texts().patterns().size() >= 60);
  CHECK(examples >= 200);
}

TEST_CASE(
    "refusal texts: every kind has patterns, in the order in which kinds outrank each other") {
  constexpr Kind in_order[] = {Kind::must_wait,    Kind::tls_unavailable, Kind::greylisted,
                               Kind::identity,     Kind::blocked,         Kind::rate_limited,
                               Kind::no_mail_here, Kind::overloaded,      Kind::not_implemented};
  std::vector<Kind> kinds;
  for (const RefusalPattern& pattern : texts().patterns()) {
    if (kinds.empty() || kinds.back() != pattern.kind) kinds.push_back(pattern.kind);
  }
  CHECK(std::equal(kinds.begin(), kinds.end(), std::begin(in_order), std::end(in_order)));
}

TEST_CASE("refusal texts: no example stands there twice") {
  std::set<std::string> seen;
  for (const RefusalPattern& pattern : texts().patterns()) {
    for (const RefusalExample& example : pattern.examples) {
      CAPTURE(example.line);
      CHECK(seen.insert(example.said_by + ": " + example.reply).second);
    }
  }
}

TEST_CASE("refusal texts: the constraints of a pattern") {
  const auto read = RefusalTexts::read(
      "blocked exact 421 4.7.1 go\n  x | 421 4.7.1 go\n"
      "blocked shape 4xx x.7.x go\n  x | 450 4.7.9 go\n"
      "blocked bare 50x none go\n  x | 501 go\n"
      "blocked both - - red | green + apple*\n  x | 550 a green Apples' tree\n"
      "blocked start - - ^stop\n  x | 550 5.0.0 Stop.\n",
      "t");
  REQUIRE(read.ok());
  const auto pattern_of = [&read](const std::string& reply) {
    const auto refusal = refusal_of(reply_of(reply), *read);
    return refusal ? std::string(refusal->pattern) : "none";
  };
  CHECK(pattern_of("421 4.7.1 go") == "exact");
  CHECK(pattern_of("421 4.7.2 go") == "shape");
  CHECK(pattern_of("450 4.7.1 go") == "shape");
  CHECK(pattern_of("450 4.3.1 go") == "none");
  CHECK(pattern_of("450 go") == "none");
  CHECK(pattern_of("501 go") == "bare");
  CHECK(pattern_of("501 5.5.1 go") == "none");
  CHECK(pattern_of("510 go") == "none");
  CHECK(pattern_of("550 apples are red") == "both");
  CHECK(pattern_of("550 Green-apple") == "none");
  CHECK(pattern_of("550 green apple.") == "both");
  CHECK(pattern_of("550 red, green") == "none");
  CHECK(pattern_of("550 5.7.1 stop it") == "start");
  CHECK(pattern_of("550 please stop") == "none");
  CHECK(pattern_of("550 stops") == "none");
}

TEST_CASE("refusal texts: what is wrong is said with its line") {
  struct Row {
    std::string text;
    std::string message;
  };
  const Row rows[] = {
      {"\n# c\nbad x - - y\n", "t:3: \"bad\" is no kind of refusal"},
      {"blocked x 5x - y\n", "t:1: the code is none like 421, 4xx or -"},
      {"blocked x 2xx - y\n", "t:1: the code is none like 421, 4xx or -"},
      {"blocked x 550 4.7 y\n", "t:1: the enhanced code is none like 4.7.1, x.7.x, none or -"},
      {"blocked x 550 4.7.y y\n", "t:1: the enhanced code is none like 4.7.1, x.7.x, none or -"},
      {"blocked x\n", "t:1: the code is none like 421, 4xx or -"},
      {"blocked x - -\n", "t:1: no words to look for"},
      {"blocked x - - y + \n", "t:1: no words to look for"},
      {"blocked x - - ^*\n", "t:1: no words to look for"},
      {"blocked x - - y\n", "t:1: a pattern without an example"},
      {"blocked x - - y\nblocked z - - y\n", "t:2: the pattern before this one has no example"},
      {"  a | 550 y\n", "t:1: an example before the first pattern"},
      {"blocked x - - y\n  550 y\n", "t:2: an example is WHO | REPLY"},
      {"blocked x - - y\n  | 550 y\n", "t:2: who says it?"},
      {"blocked x - - y\n  a | y\n", "t:2: an example begins with its 4xx or 5xx code"},
      {"blocked x - - y\n  a | 250 y\n", "t:2: an example begins with its 4xx or 5xx code"},
      {"blocked x - - y\n  a | 55\n", "t:2: an example begins with its 4xx or 5xx code"},
      {"blocked x - - y\n  a | 550 y\nblocked x - - z\n", "t:3: there is a pattern x already"},
      {"blocked x - - y\n  a | 550 y\nidentity z - - z\n",
       "t:3: identity outranks blocked and stands before it"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto read = RefusalTexts::read(row.text, "t");
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().message == row.message);
  }
  CHECK(RefusalTexts::read("", "t").ok());
}

}  // namespace
}  // namespace outcome
