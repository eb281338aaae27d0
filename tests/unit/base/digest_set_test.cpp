// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/digest_set.hpp"

#include <string>

#include <doctest/doctest.h>

namespace {

TEST_CASE("digest set: an empty one has nothing") {
  const base::DigestSet set;
  CHECK_FALSE(set.contains(""));
  CHECK_FALSE(set.contains("example.org"));
  CHECK(set.size() == 0);
}

TEST_CASE("digest set: a text is new once, the empty one too") {
  base::DigestSet set;
  for (const std::string text : {"example.org", "example.com", "", "EXAMPLE.ORG"}) {
    CAPTURE(text);
    CHECK_FALSE(set.contains(text));
    CHECK(set.insert(text));
    CHECK(set.contains(text));
    CHECK_FALSE(set.insert(text));
  }
  CHECK(set.size() == 4);
}

TEST_CASE("digest set: all are there however often it has grown, and no others") {
  constexpr int kTexts = 20'000;
  base::DigestSet set;
  for (int i = 0; i < kTexts; ++i) REQUIRE(set.insert("domain-" + std::to_string(i)));
  CHECK(set.size() == kTexts);
  for (int i = 0; i < kTexts; ++i) {
    REQUIRE(set.contains("domain-" + std::to_string(i)));
    REQUIRE_FALSE(set.contains("other-" + std::to_string(i)));
  }
}

}  // namespace
