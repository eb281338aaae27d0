// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/ehlo.hpp"

#include <string>

#include <doctest/doctest.h>

#include "reply_of.hpp"

namespace wire {
namespace {

TEST_CASE("ehlo: who offers STARTTLS") {
  struct Row {
    std::string name;
    const char* bytes;
    bool offered;
  };
  const Row rows[] = {
      {"plain", "250-mx\r\n250-STARTTLS\r\n250 SIZE\r\n", true},
      {"last line", "250-mx\r\n250 STARTTLS\r\n", true},
      {"lower case", "250-mx\r\n250 starttls\r\n", true},
      {"mixed case", "250-mx\r\n250 StartTls\r\n", true},
      {"blanks behind it", "250-mx\r\n250 STARTTLS  \r\n", true},
      {"a tab behind it", "250-mx\r\n250 STARTTLS\t\r\n", true},
      {"blanks before it", "250-mx\r\n250-  STARTTLS\r\n250 X\r\n", true},
      {"a parameter", "250-mx\r\n250 STARTTLS REQUIRED\r\n", true},
      {"bare LF", "250-mx\n250 STARTTLS\n", true},
      {"another 2xx", "251-mx\r\n251 STARTTLS\r\n", true},
      {"the end of a longer word", "250-mx\r\n250 XSTARTTLS\r\n", false},
      {"the start of a longer word", "250-mx\r\n250 STARTTLS2\r\n", false},
      {"with an equals sign", "250-mx\r\n250 STARTTLS=x\r\n", false},
      {"a parameter of another keyword", "250-mx\r\n250 AUTH STARTTLS\r\n", false},
      {"the name of the host", "250 starttls\r\n", false},
      {"the host of several lines", "250-starttls\r\n250 SIZE\r\n", false},
      {"said by the host in its first line", "250 mx offers STARTTLS\r\n", false},
      {"a refusal", "502-no\r\n502 STARTTLS\r\n", false},
      {"too busy", "421-no\r\n421 STARTTLS\r\n", false},
      {"masked by a middlebox", "250-mx\r\n250 XXXXXXXA\r\n", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(offers(reply_of(row.bytes), "STARTTLS") == row.offered);
  }
}

TEST_CASE("ehlo: a CR or a NUL is no blank") {
  CHECK_FALSE(offers(reply_of("250-mx\r\n250 STARTTLS\r\r\n"), "STARTTLS"));
  CHECK_FALSE(offers(reply_of(std::string("250-mx\r\n250 STARTTLS\0\r\n", 23)), "STARTTLS"));
}

TEST_CASE("ehlo: keywords and parameters as the server wrote them") {
  const auto found =
      capabilities(reply_of("250-mx.example.org Hello\r\n250-size 10240000\r\n250-AUTH PLAIN  "
                            "LOGIN \r\n250-AUTH=LOGIN\r\n"
                            "250-\r\n250-  \r\n250-8BITMIME\t\r\n250 LIMITS\tRCPTMAX=5\r\n"));
  REQUIRE(found.size() == 5);
  CHECK(found[0].keyword == "size");
  CHECK(found[0].parameters == "10240000");
  CHECK(found[1].keyword == "AUTH");
  CHECK(found[1].parameters == "PLAIN  LOGIN");
  CHECK(found[2].keyword == "AUTH=LOGIN");
  CHECK(found[2].parameters.empty());
  CHECK(found[3].keyword == "8BITMIME");
  CHECK(found[3].parameters.empty());
  CHECK(found[4].keyword == "LIMITS");
  CHECK(found[4].parameters == "RCPTMAX=5");
}

TEST_CASE("ehlo: the parameters of one keyword") {
  const SmtpReply reply =
      reply_of("250-mx\r\n250-starttls foo  bar \r\n250-STARTTLS\r\n250 HELP\r\n");
  CHECK(parameters_of(reply, "STARTTLS") == "foo  bar");
  CHECK(parameters_of(reply, "help") == "");
  CHECK_FALSE(parameters_of(reply, "SIZE"));
  CHECK_FALSE(parameters_of(reply, ""));
  CHECK_FALSE(parameters_of(reply_of("502-mx\r\n502 STARTTLS\r\n"), "STARTTLS"));
  CHECK(split_ehlo_line(" ").keyword.empty());
}

TEST_CASE("ehlo: nothing is offered without lines") {
  CHECK(capabilities(SmtpReply()).empty());
  CHECK(capabilities(reply_of("250 mx\r\n")).empty());
  CHECK(capabilities(reply_of("250\r\n")).empty());
}

}  // namespace
}  // namespace wire
