// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/ssl2.hpp"

#include <string>

#include <doctest/doctest.h>

#include "unit/wire/recorded.hpp"

namespace {

using recorded::unhex;
using wire::begins_ssl2_server_hello;

// Type, no session, an X.509 certificate of two octets, version, one cipher, a connection id of
// one octet.
const std::string kServerHello = unhex("8011 04 00 01 0002 0002 0003 0001 abcd 0700c0 99");

TEST_CASE("an SSL 2.0 SERVER-HELLO is recognized, whole or begun") {
  CHECK(begins_ssl2_server_hello(kServerHello));
  CHECK(begins_ssl2_server_hello(kServerHello + "and more"));
  CHECK(begins_ssl2_server_hello(kServerHello.substr(0, 7)));
  // Without a cipher in common (CVE-2015-3197).
  CHECK(begins_ssl2_server_hello(unhex("800b 04 00 01 0002 0000 0000 0000")));
}

TEST_CASE("what is no SSL 2.0 SERVER-HELLO") {
  for (const std::string& octets :
       {std::string(), kServerHello.substr(0, 6), unhex("1503010002 0246"),
        unhex("8003 00 0001"),                       // ERROR: no cipher
        unhex("0011 04 00 01 0002 0002 0003 0001"),  // a header of three octets
        unhex("8003 04 00 01 0002"),                 // too short for what it says to be
        unhex("8011 01 00 01 0002 0002 0003 0001"),  // CLIENT-HELLO
        unhex("8011 04 00 01 0300 0002 0003 0001"),  // SSL 3.0
        std::string("500 5.5.1 Command unrecognized\r\n")}) {
    CAPTURE(octets);
    CHECK_FALSE(begins_ssl2_server_hello(octets));
  }
}

}  // namespace
