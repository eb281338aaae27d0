// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.hpp"

#include <random>
#include <string>

#include <doctest/doctest.h>

namespace {

using namespace std::string_literals;

std::string any_octets(std::mt19937& random, std::size_t most) {
  std::string bytes(random() % (most + 1), '\0');
  for (char& c : bytes) c = static_cast<char>(random() & 0xff);
  return bytes;
}

TEST_CASE("text: case is ASCII's and nobody else's") {
  CHECK(base::to_lower("STARTTLS-Äß\xc4") == "starttls-Äß\xc4");
  CHECK(base::equals_ignoring_case("StartTLS", "sTARTtls"));
  CHECK_FALSE(base::equals_ignoring_case("starttls", "starttl"));
  CHECK_FALSE(base::equals_ignoring_case("starttl", "starttls"));
  // The neighbours of A-Z and a-z, and pairs that differ in the case bit only.
  CHECK_FALSE(base::equals_ignoring_case("@", "`"));
  CHECK_FALSE(base::equals_ignoring_case("[", "{"));
  CHECK_FALSE(base::equals_ignoring_case("\xc4", "\xe4"));
  CHECK(base::equals_ignoring_case("", ""));
  CHECK(base::starts_with_ignoring_case("Starttls", "START"));
  CHECK_FALSE(base::starts_with_ignoring_case("STAR", "START"));
}

TEST_CASE("text: digits and letters are ASCII's") {
  for (int value = 0; value < 256; ++value) {
    CAPTURE(value);
    const char c = static_cast<char>(value);
    const bool digit = value >= 0x30 && value <= 0x39;
    const bool letter = (value >= 0x41 && value <= 0x5a) || (value >= 0x61 && value <= 0x7a);
    CHECK(base::is_digit(c) == digit);
    CHECK(base::is_alphanumeric(c) == (digit || letter));
  }
}

TEST_CASE("text: trim takes blanks and tabs, nothing else") {
  CHECK(base::trim(" \t a b\t ") == "a b");
  CHECK(base::trim(" \t ").empty());
  CHECK(base::trim("").empty());
  CHECK(base::trim("\r\n\v") == "\r\n\v");
}

TEST_CASE("text: split keeps empty parts") {
  using Parts = std::vector<std::string_view>;
  CHECK(base::split("", ',') == Parts{""});
  CHECK(base::split(",", ',') == Parts{"", ""});
  CHECK(base::split("a,,b,", ',') == Parts{"a", "", "b", ""});
  CHECK(base::split("a\0b"s, '\0') == Parts{"a", "b"});
}

TEST_CASE("text: hex is lower case, two digits an octet") {
  CHECK(base::hex("\x00\x0f\xf0\xff"s) == "000ff0ff");
  CHECK(base::hex("").empty());
}

TEST_CASE("text: unhex takes what hex writes, and nothing else") {
  CHECK(base::unhex("000ff0ff") == "\x00\x0f\xf0\xff"s);
  CHECK(base::unhex("") == "");
  for (const std::string_view other : {"0", "0FF0", "zz", "0x", "00 ", " 00"}) {
    CAPTURE(std::string(other));
    CHECK(!base::unhex(other));
  }
}

TEST_CASE("text: the base64 vectors of RFC 4648 section 10") {
  const std::pair<std::string, std::string> vectors[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
  };
  for (const auto& row : vectors) {
    const auto& plain = row.first;
    const auto& coded = row.second;
    CAPTURE(plain);
    CHECK(base::base64(plain) == coded);
    CHECK(base::unbase64(coded) == plain);
  }
  CHECK(base::base64("\xfb\xff\xbf") == "+/+/");
}

TEST_CASE("text: what is no base64") {
  for (const std::string bad : {"Z", "Zg", "Zg=", "Zg===", "=", "====", "Z===", "Zg==Zg==",
                                "Zm9v\n", " Zm9", "Zm-v", "Zm_v", "Zg=A", "=Zg=", "Zm9vYg="}) {
    CAPTURE(bad);
    CHECK_FALSE(base::unbase64(bad).has_value());
  }
  CHECK_FALSE(base::unbase64("Zg\0="s).has_value());
}

TEST_CASE("text: octets come back from base64 as they were") {
  std::mt19937 random(4648);
  for (int i = 0; i < 2000; ++i) {
    const std::string bytes = any_octets(random, 50);
    REQUIRE(base::unbase64(base::base64(bytes)) == bytes);
  }
}

TEST_CASE("escape: what stays and what changes") {
  CHECK(base::escape("220 mx\r\n\t\x01\x7f") == "220 mx\r\n\t\x01\x7f");
  CHECK(base::escape("a\\b") == "a\\\\b");
  CHECK(base::escape("\0"s) == "\\x00");
  CHECK(base::escape("gr\xc3\xbc\xc3\x9f") == "gr\xc3\xbc\xc3\x9f");
  CHECK(base::escape("caf\xe9!") == "caf\\xe9!");
  CHECK(base::escape("\\x41") == "\\\\x41");
}

TEST_CASE("escape: the borders of well-formed UTF-8 (Unicode, table 3-7)") {
  struct Row {
    std::string name;
    std::string bytes;
    bool well_formed;
  };
  const Row rows[] = {
      {"first of two octets", "\xc2\x80", true},
      {"last of two octets", "\xdf\xbf", true},
      {"first of three octets", "\xe0\xa0\x80", true},
      {"below the surrogates", "\xed\x9f\xbf", true},
      {"above the surrogates", "\xee\x80\x80", true},
      {"U+FFFF", "\xef\xbf\xbf", true},
      {"first of four octets", "\xf0\x90\x80\x80", true},
      {"U+10FFFF", "\xf4\x8f\xbf\xbf", true},
      {"overlong NUL", "\xc0\x80", false},
      {"overlong slash", "\xc1\xaf", false},
      {"overlong of three", "\xe0\x9f\xbf", false},
      {"overlong of four", "\xf0\x8f\xbf\xbf", false},
      {"first surrogate", "\xed\xa0\x80", false},
      {"last surrogate", "\xed\xbf\xbf", false},
      {"above U+10FFFF", "\xf4\x90\x80\x80", false},
      {"five octets", "\xf8\x88\x80\x80\x80", false},
      {"lone continuation", "\x80", false},
      {"cut after one of two", "\xc3", false},
      {"cut after two of three", "\xe2\x82", false},
      {"cut after three of four", "\xf0\x9f\x98", false},
      {"0xfe", "\xfe", false},
      {"0xff", "\xff", false},
      {"third octet is ASCII", "\xe2\x82z", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string escaped = base::escape(row.bytes);
    CHECK((escaped == row.bytes) == row.well_formed);
    CHECK(base::unescape(escaped) == row.bytes);
    // The escape of one place does not depend on what stands around it.
    CHECK(base::escape("a" + row.bytes + "z") == "a" + escaped + "z");
  }
}

TEST_CASE("escape: every single octet and every pair comes back, as valid UTF-8 without NUL") {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 257; ++second) {
      std::string bytes(1, static_cast<char>(first));
      if (second < 256) bytes += static_cast<char>(second);
      const std::string escaped = base::escape(bytes);
      REQUIRE(base::unescape(escaped) == bytes);
      REQUIRE(escaped.find('\0') == std::string::npos);
      // Nothing but backslashes is left to escape: so the text was UTF-8.
      std::string doubled;
      for (const char c : escaped) doubled += c == '\\' ? "\\\\" : std::string(1, c);
      REQUIRE(base::escape(escaped) == doubled);
    }
  }
}

TEST_CASE("escape: any octets come back as they were") {
  std::mt19937 random(3629);
  for (int i = 0; i < 5000; ++i) {
    const std::string bytes = any_octets(random, 40);
    REQUIRE(base::unescape(base::escape(bytes)) == bytes);
  }
}

TEST_CASE("unescape: a backslash followed by what it cannot be followed by") {
  for (const std::string bad :
       {"\\", "a\\", "\\x", "\\x4", "\\xg0", "\\x0g", "\\X41", "\\xAB", "\\n", "\\\\\\"}) {
    CAPTURE(bad);
    CHECK_FALSE(base::unescape(bad).has_value());
  }
  CHECK(base::unescape("\\x15\\x03") == "\x15\x03");
  CHECK(base::unescape("\\\\x41") == "\\x41");
}

}  // namespace
