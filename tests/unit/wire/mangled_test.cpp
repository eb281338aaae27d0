// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/mangled.hpp"

#include <string>

#include <doctest/doctest.h>

#include "reply_of.hpp"

namespace wire {
namespace {

TEST_CASE("a firewall's handwriting is known from a server's") {
  for (const auto* word : {"XXXXXXXA", "XXXXXXXX", "********", "STARTXLS", "xxxxxxxx"}) {
    CAPTURE(word);
    CHECK(is_mangled(reply_of("250-mx.test\r\n250 " + std::string(word) + "\r\n")));
  }
  for (const auto* word : {"STARTTLS", "starttls", "XCLIENT", "XFORWARD", "8BITMIME", "CHUNKING",
                           "X-LINK2STATE", "STARTTLSX"}) {
    CAPTURE(word);
    CHECK_FALSE(is_mangled(reply_of("250-mx.test\r\n250 " + std::string(word) + "\r\n")));
  }
  CHECK(is_starred_out(reply_of("220 ****************0*2******0***\r\n")));
  CHECK_FALSE(is_starred_out(reply_of("220 *** mx.example.org welcomes you ***\r\n")));
  CHECK_FALSE(is_starred_out(reply_of("220 mx.example.org ESMTP\r\n")));
}

TEST_CASE("a word is crossed out when at most one letter is left of it") {
  for (const auto* word : {"XXXXXXXA", "XXXX", "********", "**A", "xxX"}) {
    CAPTURE(word);
    CHECK(is_crossed_out(word));
  }
  for (const auto* word :
       {"", "X", "XA", "XEXCH50", "X-LINK2STATE", "DSN", "AUTH=LOGIN", "8BIT*"}) {
    CAPTURE(word);
    CHECK_FALSE(is_crossed_out(word));
  }
}

}  // namespace
}  // namespace wire
