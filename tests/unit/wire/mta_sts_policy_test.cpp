// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/mta_sts_policy.hpp"

#include <doctest/doctest.h>

namespace {

using wire::MtaStsMode;
using wire::MtaStsText;
using Patterns = std::vector<std::string>;

// "2: no field", a fatal one with a "!" in front.
std::vector<std::string> flaws(const MtaStsText& read) {
  std::vector<std::string> words;
  for (const wire::PolicyFlaw& flaw : read.flaws)
    words.push_back((flaw.fatal ? "!" : "") + std::to_string(flaw.line) + ": " + flaw.what);
  return words;
}

const std::string kFirst = "version: STSv1\nmode: enforce\nmx: mx.example.org\nmax_age: 86400\n";

// What is wrong with the text and with nothing else.
std::vector<std::string> flaws_with(const std::string& further) {
  return flaws(wire::read_mta_sts_policy(kFirst + further));
}

TEST_CASE("mta-sts policy: as RFC 8461 section 3.2 writes it") {
  const MtaStsText read = wire::read_mta_sts_policy(
      "version: STSv1\r\nmode: enforce\r\nmx: mail.Example.com\r\nmx: *.example.net\r\n"
      "mx: backupmx.example.com\r\nmax_age: 604800\r\n");
  CHECK(read.flaws.empty());
  REQUIRE(read.policy);
  CHECK(read.policy->mode == MtaStsMode::enforce);
  CHECK(read.policy->mx == Patterns{"mail.example.com", "*.example.net", "backupmx.example.com"});
  CHECK(read.policy->max_age == 604800);
}

TEST_CASE("mta-sts policy: line ends, order, blanks behind a value and further fields are free") {
  for (const std::string text :
       {"version: STSv1\nmode: testing\nmx: a.test\nmax_age: 1",
        "max_age:1\nmx:a.test\nmode:testing\nversion:STSv1\n",
        "mx: \t a.test \t\r\nversion: STSv1 \nmode: testing\t\r\nmax_age: 0000000001",
        "version: STSv1\nmode: testing\nx.y_z-0: \xc3\xa4 = b; c\nmx: a.test\nmax_age: 1\n"}) {
    CAPTURE(text);
    const MtaStsText read = wire::read_mta_sts_policy(text);
    CHECK(read.flaws.empty());
    REQUIRE(read.policy);
    CHECK(read.policy->mode == MtaStsMode::testing);
    CHECK(read.policy->mx == Patterns{"a.test"});
    CHECK(read.policy->max_age == 1);
  }
}

TEST_CASE("mta-sts policy: mode none needs no mx") {
  const MtaStsText read = wire::read_mta_sts_policy("version: STSv1\nmode: none\nmax_age: 86400\n");
  CHECK(read.flaws.empty());
  REQUIRE(read.policy);
  CHECK(read.policy->mode == MtaStsMode::none);
  CHECK(read.policy->mx.empty());
}

TEST_CASE("mta-sts policy: without one of its fields it is none") {
  struct Row {
    std::string text;
    std::vector<std::string> flaws;
  };
  for (const Row& row : std::vector<Row>{
           {"mode: enforce\nmx: a.test\nmax_age: 1\n", {"!0: no version"}},
           {"version: STSv1\nmx: a.test\nmax_age: 1\n", {"!0: no mode"}},
           {"version: STSv1\nmode: enforce\nmx: a.test\n", {"!0: no max_age"}},
           {"version: STSv1\nmode: enforce\nmax_age: 1\n", {"!0: no mx"}},
           {"version: STSv1\nmode: none\n", {"!0: no max_age"}},
           {"", {"!0: no version", "!0: no mode", "!0: no max_age", "!0: no mx"}},
           {"version: STSv1\nmode: testing\nmx: *\nmax_age: 1\n",
            {"3: not a host or *.domain, passed over: \"*\"", "!0: no mx that can be used"}},
           {"version: STSv2\nmode: Enforce\nmx: a.test\nmax_age: -1\n",
            {"!1: the version is not STSv1: \"STSv2\"",
             "!2: the mode is not enforce, testing or none: \"Enforce\"",
             "!4: max_age is not a number of seconds: \"-1\""}},
           // Names count with their case.
           {"Version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 1\n", {"!0: no version"}},
           {"\xef\xbb\xbfversion: STSv1\nmode: enforce\nmx: a.test\nmax_age: 1\n",
            {"!1: begins with a byte order mark, which senders take for part of the first name",
             "1: not a field: \"???version: STSv1\"", "!0: no version"}}}) {
    CAPTURE(row.text);
    const MtaStsText read = wire::read_mta_sts_policy(row.text);
    CHECK(!read.policy);
    CHECK(flaws(read) == row.flaws);
  }
}

TEST_CASE("mta-sts policy: how long it holds") {
  const auto with = [](const std::string& max_age) {
    return wire::read_mta_sts_policy("version: STSv1\nmode: none\nmax_age: " + max_age);
  };
  CHECK(with("0").policy->max_age == 0);
  CHECK(with("31557600").policy->max_age == wire::kMostMaxAge);
  CHECK(flaws(with("31557601")) ==
        std::vector<std::string>{"!3: max_age is more than 31557600 seconds: \"31557601\""});
  for (const std::string bad :
       {"", "1d", "1 000", "1.5", "+1", "0x10", "00000000001", "99999999999999999999999"}) {
    CAPTURE(bad);
    CHECK(flaws(with(bad)) ==
          std::vector<std::string>{"!3: max_age is not a number of seconds: \"" + bad + "\""});
  }
}

TEST_CASE("mta-sts policy: of a field that stands twice the first counts") {
  const MtaStsText read = wire::read_mta_sts_policy(
      kFirst + "mode: none\nversion: STSv2\nmax_age: x\nmx: second.test\n");
  REQUIRE(read.policy);
  CHECK(read.policy->mode == MtaStsMode::enforce);
  CHECK(read.policy->max_age == 86400);
  CHECK(read.policy->mx == Patterns{"mx.example.org", "second.test"});
  CHECK(flaws(read) == std::vector<std::string>{"5: a second mode, passed over",
                                                "6: a second version, passed over",
                                                "7: a second max_age, passed over"});
  CHECK(!wire::read_mta_sts_policy("mode: x\n" + kFirst).policy);
}

TEST_CASE("mta-sts policy: what is no field is passed over, with its line") {
  const auto one = [](const char* flaw) { return std::vector<std::string>{flaw}; };
  CHECK(flaws_with("\n") == one("5: an empty line"));
  CHECK(flaws_with(" \t\r\n") == one("5: an empty line"));
  CHECK(flaws_with("hello") == one("5: not a field: \"hello\""));
  CHECK(flaws_with(": x") == one("5: not a field: \": x\""));
  CHECK(flaws_with("a b: x") == one("5: not a field: \"a b: x\""));
  CHECK(flaws_with(std::string(33, 'a') + ": x").size() == 1);
  CHECK(flaws_with(std::string(32, 'a') + ": x").empty());
  CHECK(flaws_with("x:") == one("5: the value of x cannot be: \"\""));
  CHECK(flaws_with("x: a\rb") == one("5: the value of x cannot be: \"a?b\""));
  CHECK(flaws_with(" mx: b.test") == one("5: blanks around the name \"mx\""));
  CHECK(flaws_with("mx : b.test") == one("5: blanks around the name \"mx\""));
  CHECK(flaws_with("\x1b[31m" + std::string(100, 'x')) ==
        std::vector<std::string>{"5: not a field: \"?[31m" + std::string(35, 'x') + "...\""});
}

TEST_CASE("mta-sts policy: patterns that stand for no host are passed over") {
  const std::string label(63, 'a');
  for (const std::string good :
       {"a", "a.test", "*.a.test", "xn--bcher-kva.example", "a_b.test", "1.test", "A-B.test"}) {
    CAPTURE(good);
    CHECK(flaws_with("mx: " + good).empty());
  }
  CHECK(flaws_with("mx: " + label + ".test").empty());
  for (const std::string bad :
       {"", "*", "*.", ".", ".a.test", "a..test", "*a.test", "a.*.test", "*.*.test", "-a.test",
        "a-.test", "a.test b.test", "a.test,b.test", "b\xc3\xbc.test", "[192.0.2.1]"}) {
    CAPTURE(bad);
    const MtaStsText read = wire::read_mta_sts_policy(kFirst + "mx: " + bad);
    CHECK(read.policy->mx == Patterns{"mx.example.org"});
    REQUIRE(read.flaws.size() == 1);
    CHECK(read.flaws.front().what.find("passed over") != std::string::npos);
  }
  CHECK(flaws_with("mx: " + label + "a.test").size() == 1);
  CHECK(flaws_with("mx: " + std::string(200, 'a') + std::string(56, 'b')).size() == 1);
  const MtaStsText dot = wire::read_mta_sts_policy(kFirst + "mx: b.test.");
  CHECK(dot.policy->mx == Patterns{"mx.example.org", "b.test"});
  CHECK(flaws(dot) == std::vector<std::string>{"5: a dot behind the name \"b.test\""});
}

TEST_CASE("mta-sts policy: as many flaws and patterns as are kept, and no more") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "nothing\n";
  const MtaStsText nothing = wire::read_mta_sts_policy(text);
  CHECK(nothing.flaws.size() <= wire::kMostFlaws);
  CHECK(nothing.flaws.back().what == "no mx");
  CHECK(nothing.flaws[0].line == 1);
  text = kFirst;
  for (std::size_t i = 1; i < wire::kMostPatterns; ++i) text += "mx: a.test\n";
  CHECK(wire::read_mta_sts_policy(text).flaws.empty());
  const MtaStsText many = wire::read_mta_sts_policy(text + "mx: b.test\nmx: c.test\n");
  CHECK(many.policy->mx.size() == wire::kMostPatterns);
  CHECK(many.flaws.size() == 2);
  CHECK(many.flaws.front().what == "more than 1000 mx, passed over");
}

TEST_CASE("mta-sts policy: a pattern and the hosts that it stands for") {
  CHECK(wire::mx_pattern_matches("mx.example.org", "mx.example.org"));
  CHECK(wire::mx_pattern_matches("MX.example.org", "mx.EXAMPLE.org"));
  CHECK(wire::mx_pattern_matches("mx.example.org.", "mx.example.org"));
  CHECK(wire::mx_pattern_matches("mx.example.org", "mx.example.org."));
  CHECK(wire::mx_pattern_matches("*.example.org", "mx.example.org"));
  CHECK(wire::mx_pattern_matches("*.example.org.", "mx.example.org."));
  CHECK_FALSE(wire::mx_pattern_matches("mx.example.org", "mx2.example.org"));
  CHECK_FALSE(wire::mx_pattern_matches("*.example.org", "example.org"));
  CHECK_FALSE(wire::mx_pattern_matches("*.example.org", "a.b.example.org"));
  CHECK_FALSE(wire::mx_pattern_matches("*.example.org", ".example.org"));
  CHECK_FALSE(wire::mx_pattern_matches("example.org", "mx.example.org"));
  CHECK_FALSE(wire::mx_pattern_matches("", ""));
  CHECK_FALSE(wire::mx_pattern_matches(".", "."));
  CHECK_FALSE(wire::mx_pattern_matches("mx.example.org", ""));
}

TEST_CASE("mta-sts policy: the words of the modes") {
  CHECK(wire::to_string(MtaStsMode::enforce) == "enforce");
  CHECK(wire::to_string(MtaStsMode::testing) == "testing");
  CHECK(wire::to_string(MtaStsMode::none) == "none");
}

}  // namespace
