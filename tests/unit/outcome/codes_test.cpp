// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/codes.hpp"

#include <fstream>
#include <set>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace {

using outcome::Code;

nlohmann::json schema(const std::string& name) {
  std::ifstream file(WAXSEAL_SCHEMA_DIR "/" + name + ".schema.json");
  return nlohmann::json::parse(file);
}

std::vector<std::string> names(bool (*wanted)(const Code&)) {
  std::vector<std::string> all;
  for (const Code& code : outcome::codes()) {
    if (wanted(code)) all.push_back(code.code);
  }
  return all;
}

TEST_CASE("every code has a stage, and says what it is, what a sender does and what to do") {
  const std::set<std::string_view> stages{"dns",      "connect",   "banner",      "ehlo",
                                          "starttls", "handshake", "certificate", "post_tls",
                                          "quit",     "run"};
  std::set<std::string> seen;
  for (const Code& code : outcome::codes()) {
    CAPTURE(code.code);
    CHECK(seen.insert(code.code).second);
    CHECK(stages.count(outcome::stage_of(code.code)) == 1);
    CHECK(code.meaning.size() > 10);
    CHECK(code.sender.size() > 5);
    CHECK(code.remedy.size() > 5);
    CHECK(outcome::find_code(code.code) == &code);
  }
  CHECK(outcome::find_code("starttls") == nullptr);
}

TEST_CASE("only what was measured is reported as a lack of STARTTLS that a receiver has to mend") {
  for (const Code& code : outcome::codes()) {
    CAPTURE(code.code);
    const bool says_not_offered =
        code.code == "starttls.not_offered" || code.code == "starttls.stripped";
    if (says_not_offered) CHECK(code.measurability == model::Measurability::measured);
    // What never came to STARTTLS says nothing about it.
    const auto stage = outcome::stage_of(code.code);
    if (stage == "connect" || stage == "banner" || stage == "ehlo") CHECK(code.tlsrpt.empty());
  }
}

TEST_CASE("the schemas list the codes, and no others") {
  CHECK(schema("endpoint")["definitions"]["outcome_code"]["enum"] ==
        names([](const Code&) { return true; }));
  CHECK(schema("domain")["definitions"]["dns_code"]["enum"] ==
        names([](const Code& code) { return outcome::stage_of(code.code) == "dns"; }));
}

}  // namespace
