// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/codes_text.hpp"

#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "outcome/codes.hpp"
#include "support/printed.hpp"

namespace {

TEST_CASE("results-schema/outcomes.md is what the program makes of the table") {
  std::ifstream file(WAXSEAL_SCHEMA_DIR "/outcomes.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  // To make it anew: waxseal explain --markdown > results-schema/outcomes.md
  CHECK(text == cli::codes_markdown());
}

TEST_CASE("a code, a stage or everything is explained, in 80 columns") {
  const std::string one = cli::codes_text("starttls.not_offered");
  CHECK(printed::has(one, "starttls.not_offered   measured, server"));
  for (const auto* part : {"  is ", "  a sender ", "  to do ", "  TLSRPT ", "  sources "}) {
    CAPTURE(part);
    CHECK(printed::count(one, part) == 1);
  }
  const std::string stage = cli::codes_text("handshake");
  CHECK(printed::has(stage, "handshake.alert "));
  CHECK_FALSE(printed::has(stage, "starttls.not_offered "));
  const std::string all = cli::codes_text("");
  CHECK(printed::count(all, "  a sender ") == outcome::codes().size());
  CHECK(printed::widest_line(all) <= 80);
  CHECK(cli::codes_text("starttls.nonsense").empty());
}

}  // namespace
