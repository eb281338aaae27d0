// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/smtp_names.hpp"

#include <string>

#include <doctest/doctest.h>

namespace wire {
namespace {

TEST_CASE("smtp names: what is a domain name") {
  const std::string label(63, 'a');
  for (const std::string& word :
       {std::string("mx.example.org"), std::string("MX1.Example.ORG"), std::string("1.2.3.4a"),
        std::string("xn--bcher-kva.example"), label + ".org", std::string("a.b")}) {
    CAPTURE(word);
    CHECK(is_domain_name(word));
  }
  const std::string four = label + "." + label + "." + label + "." + label;  // 255 octets
  CHECK(is_domain_name(four));
  for (const std::string& word :
       {std::string(), std::string("ESMTP"), std::string("localhost"), std::string("192.0.2.1"),
        std::string("mx.example.org."), std::string(".example.org"), std::string("mx..org"),
        std::string("mx_1.example.org"), std::string("-mx.example.org"),
        std::string("mx.example-.org"), std::string("mx.example.org,"),
        std::string("m\xc3\xbcx.example.org"), std::string("[192.0.2.1]"), label + "a.org",
        four + "." + label}) {
    CAPTURE(word);
    CHECK_FALSE(is_domain_name(word));
  }
}

TEST_CASE("smtp names: what is an address literal") {
  for (const char* word : {"[192.0.2.1]", "[IPv6:2001:db8::1]", "[ipv6:::1]"}) {
    CAPTURE(word);
    CHECK(is_address_literal(word));
  }
  for (const char* word : {"", "[", "[]", "192.0.2.1", "[192.0.2.1", "[2001:db8::1]",
                           "[IPv6:192.0.2.1]", "[mx.example.org]", "[192.0.2.256]"}) {
    CAPTURE(word);
    CHECK_FALSE(is_address_literal(word));
  }
}

}  // namespace
}  // namespace wire
