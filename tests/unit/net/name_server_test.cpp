// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/name_server.hpp"

#include <doctest/doctest.h>

namespace {

using net::NameServer;

TEST_CASE("name server: every way to write one") {
  CHECK(NameServer::parse("192.0.2.53")->to_string() == "192.0.2.53:53");
  CHECK(NameServer::parse("192.0.2.53:5353")->to_string() == "192.0.2.53:5353");
  CHECK(NameServer::parse("2001:db8::53")->to_string() == "[2001:db8::53]:53");
  CHECK(NameServer::parse("[2001:db8::53]")->to_string() == "[2001:db8::53]:53");
  CHECK(NameServer::parse("[2001:db8::53]:65535")->to_string() == "[2001:db8::53]:65535");
}

TEST_CASE("name server: what is none") {
  for (const auto* bad : {"", "dns.example.org", "192.0.2.53:", "192.0.2.53:0", "192.0.2.53:65536",
                          "192.0.2.53:53x", "192.0.2.53: 53", "[192.0.2.53]:53", "[2001:db8::53",
                          "[2001:db8::53]53", "[]:53", "fe80::1%eth0", "192.0.2.53:-1"}) {
    CAPTURE(bad);
    CHECK_FALSE(NameServer::parse(bad).has_value());
  }
}

TEST_CASE("name server: a wrong one is named in the error") {
  const auto chosen = net::choose_name_servers({"192.0.2.53", "resolver.example"});
  REQUIRE_FALSE(chosen.ok());
  CHECK(chosen.error().message.find("resolver.example") != std::string::npos);
}

TEST_CASE("name server: the user's are taken in the order given") {
  const auto chosen = net::choose_name_servers({"192.0.2.2", "192.0.2.1:54"});
  REQUIRE(chosen.ok());
  REQUIRE(chosen->size() == 2);
  CHECK((*chosen)[0].to_string() == "192.0.2.2:53");
  CHECK((*chosen)[1].to_string() == "192.0.2.1:54");
}

TEST_CASE("name server: asked for none, the system's or a sentence") {
  const auto chosen = net::choose_name_servers({});
  if (chosen.ok()) {
    CHECK_FALSE(chosen->empty());
  } else {
    CHECK(chosen.error().message.find("/etc/resolv.conf") != std::string::npos);
  }
}

}  // namespace
