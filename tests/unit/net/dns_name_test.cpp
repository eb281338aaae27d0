// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_name.hpp"

#include <string>

#include <doctest/doctest.h>

namespace {

using net::normal_name;
using net::wire_name;
using namespace std::string_literals;

TEST_CASE("dns name: case is folded and the final dot dropped") {
  CHECK(normal_name("MX.Example.ORG.") == "mx.example.org");
  CHECK(wire_name("MX.Example.ORG.") == "\2mx\7example\3org\0"s);
}

TEST_CASE("dns name: the root has two spellings and one form") {
  CHECK(normal_name("") == ".");
  CHECK(normal_name(".") == ".");
  CHECK(wire_name(".") == "\0"s);
}

TEST_CASE("dns name: escapes come and go, each octet has one spelling") {
  CHECK(wire_name("a\\.b.c") == "\3a.b\1c\0"s);
  CHECK(normal_name("a\\.b.c") == "a\\.b.c");
  CHECK(normal_name("\\065\\066") == "ab");
  CHECK(normal_name("\\000\\255.x") == "\\000\\255.x");
  CHECK(normal_name("a b") == "a\\032b");
  CHECK(normal_name("\\a\\@") == "a\\@");
  CHECK(normal_name("\xc3\xa4") == "\\195\\164");
}

TEST_CASE("dns name: what cannot be asked for") {
  for (const auto* bad :
       {"a..b", ".a", "a..", "..", "\\", "a\\", "\\1", "\\25", "\\256", "\\2x5"}) {
    CAPTURE(bad);
    CHECK_FALSE(normal_name(bad).has_value());
  }
}

TEST_CASE("dns name: 63 octets fit a label, 255 a name, and no more") {
  const std::string label(63, 'a');
  CHECK(wire_name(label).has_value());
  CHECK_FALSE(wire_name(label + "a").has_value());
  const std::string longest = label + '.' + label + '.' + label + '.' + std::string(61, 'b');
  CHECK(wire_name(longest)->size() == 255);
  CHECK_FALSE(wire_name(longest + "b").has_value());
}

TEST_CASE("dns name: the longest name of the oddest octets keeps its form") {
  std::string odd;
  for (int label = 0; label < 3; ++label) {
    for (int i = 0; i < 63; ++i) odd += "\\001";
    odd += '.';
  }
  for (int i = 0; i < 61; ++i) odd += "\\001";
  CHECK(normal_name(odd) == odd);
}

}  // namespace
