// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/text_columns.hpp"

#include <doctest/doctest.h>

namespace {

using report::field;
using report::wrapped;

const std::string kValueMargin(38, ' ');
const std::string kWideMargin(16, ' ');

TEST_CASE("what fits stays on one line, to the last column") {
  CHECK(wrapped("", 0, 4).empty());
  CHECK(wrapped("a b  c", 0, 4) == "a b  c");
  CHECK(wrapped(std::string(70, 'x'), 10, 4) == std::string(70, 'x'));
  CHECK(wrapped("aaaa " + std::string(75, 'x'), 0, 4) == "aaaa " + std::string(75, 'x'));
}

TEST_CASE("what does not fit goes on below, indented") {
  CHECK(wrapped("aaaa " + std::string(76, 'x'), 0, 4) == "aaaa\n    " + std::string(76, 'x'));
  CHECK(wrapped("aaa bbb", 75, 2) == "aaa\n  bbb");
}

TEST_CASE("a word longer than a line is cut, and no character in it") {
  CHECK(wrapped(std::string(100, 'x'), 0, 10) ==
        std::string(80, 'x') + "\n          " + std::string(20, 'x'));
  std::string umlauts;
  for (int i = 0; i < 81; ++i) umlauts += "\xc3\xa4";
  CHECK(wrapped(umlauts, 0, 0) == umlauts.substr(0, 160) + "\n\xc3\xa4");
}

TEST_CASE("a parenthesis stays with what it explains") {
  const std::string words(70, 'x');
  CHECK(wrapped(words + " x25519 (29)", 0, 0) == words + "\nx25519 (29)");
}

TEST_CASE("name and value stand in columns") {
  CHECK(field("curve", "x25519") == "            curve                     x25519\n");
  CHECK(report::subfield("curve", "x25519") == "              curve                   x25519\n");
  const std::string words = std::string(20, 'a') + " " + std::string(30, 'b');
  CHECK(field("name", words) == "            name                      " + std::string(20, 'a') +
                                    "\n" + kValueMargin + std::string(30, 'b') + "\n");
}

TEST_CASE("a value or a name too wide for its column puts the value on the next line") {
  CHECK(field("sha256", std::string(64, 'f')) ==
        "            sha256\n" + kWideMargin + std::string(64, 'f') + "\n");
  CHECK(field("application_layer_protocol", "x") ==
        "            application_layer_protocol\n" + kWideMargin + "x\n");
}

TEST_CASE("control characters and octets that are no text are spelt out") {
  CHECK(report::shown("a\x1b[31m\x7f\n\xff\\") == "a\\x1b[31m\\x7f\\x0a\\xff\\\\");
  CHECK(report::shown("M\xc3\xbcnchen") == "M\xc3\xbcnchen");
}

}  // namespace
