// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.hpp"

#include <algorithm>
#include <stdexcept>

#include <doctest/doctest.h>

namespace {

using matrix::Groups;

const std::vector<std::string> kFacts{"tls1_2", "tls1_3"};

// What is said to be wrong with these tables; empty: nothing.
std::string refusal(const std::string& groups, const std::string& rows) {
  try {
    matrix::read_rows(rows, "rows.txt", "openssl", Groups(groups, "groups.txt", kFacts));
    return {};
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

TEST_CASE("a table is read, and the later word wins") {
  const Groups groups("# a comment\nboth: tls1_2,tls1_3=yes\nold: @both\n  tls1_3=n/a\n",
                      "groups.txt", kFacts);
  const auto rows = matrix::read_rows("\na | level=1 key=p256 | @old tls1_2=no:7\n", "rows.txt",
                                      "gnutls", groups);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].name == "gnutls/a");
  CHECK(rows[0].kind == "gnutls");
  CHECK(rows[0].place.line == 2);
  CHECK(matrix::to_string(rows[0].facts.at("tls1_2")) == "no:7");
  CHECK(matrix::to_string(rows[0].facts.at("tls1_3")) == "n/a");
  matrix::Settings settings = rows[0].settings;
  CHECK(settings.take("level", "0") == "1");
  CHECK(settings.take("versions", "1.2") == "1.2");
  CHECK_THROWS_WITH(settings.refuse_the_rest(),
                    "rows.txt:2: \"key\" means nothing for this server");
}

TEST_CASE("what is not understood is refused, with its line") {
  const std::string good = "all: tls1_2,tls1_3=yes\n";
  CHECK(refusal(good, "a | | @all\n").empty());
  CHECK(refusal(good, "\na | | @al\n") == "rows.txt:2: no group \"@al\" before this line");
  CHECK(refusal(good, "a | | @all tls1_4=no\n") == "rows.txt:1: no fact \"tls1_4\"");
  CHECK(refusal(good, "a | | @all tls1_3=maybe\n") ==
        "rows.txt:1: \"maybe\" is no value of a fact");
  CHECK(refusal(good, "a | | @all tls1_3=no:x\n") == "rows.txt:1: \"x\" is no number");
  CHECK(refusal(good, "a | | @all tls1_3\n") ==
        "rows.txt:1: \"tls1_3\" is neither a group nor a fact");
  CHECK(refusal(good, "a | | tls1_3=yes\n") == "rows.txt:1: not a word about tls1_2");
  CHECK(refusal(good, "a | @all\n") == "rows.txt:1: a row is \"name | server | expectations\"");
  CHECK(refusal(good, "a | level | @all\n") == "rows.txt:1: \"level\" is no key=value");
  CHECK(refusal(good, "a | level=1 level=2 | @all\n") == "rows.txt:1: \"level\" twice");
  CHECK(refusal(good, "a | | @all\na | | @all\n") == "rows.txt:2: \"openssl/a\" is there already");
  CHECK(refusal(good + good, "") == "groups.txt:2: \"all\" is there already");
  CHECK(refusal("all\n", "") == "groups.txt:1: a group is \"name: expectations\"");
  CHECK(refusal(" all: \n", "") ==
        "groups.txt:1: an indented line continues the one before, and there is none");
}

TEST_CASE("the matrix has a row for each of many servers") {
  const auto rows = matrix::read_folder(WAXSEAL_MATRIX_DIR);
  CHECK(rows.size() >= 120);
}

}  // namespace
