// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ip_address.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

#include <doctest/doctest.h>

namespace {

using base::IpAddress;
using base::IpNetwork;
using namespace std::string_literals;

TEST_CASE("ip address: what is one, and its canonical text (RFC 5952)") {
  const std::pair<std::string, std::string> rows[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"0.0.0.0", "0.0.0.0"},
      {"255.255.255.255", "255.255.255.255"},
      {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"2001:0db8::0001", "2001:db8::1"},
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
      {"::", "::"},
      {"::1", "::1"},
      {"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
      {"::ffff:c000:201", "::ffff:192.0.2.1"},
      {"64:ff9b::192.0.2.1", "64:ff9b::c000:201"},
  };
  for (const auto& row : rows) {
    const auto& written = row.first;
    const auto& canonical = row.second;
    CAPTURE(written);
    const auto address = IpAddress::parse(written);
    REQUIRE(address.has_value());
    CHECK(address->to_string() == canonical);
    CHECK(IpAddress::parse(canonical) == address);
  }
}

TEST_CASE("ip address: what is none") {
  for (const std::string bad : {"",
                                " ",
                                "192.0.2",
                                "192.0.2.1.",
                                "192.0.2.256",
                                "192.0.2.01",
                                "0x7f.0.0.1",
                                "127.1",
                                "2130706433",
                                " 192.0.2.1",
                                "192.0.2.1 ",
                                "192.0.2.1/32",
                                "[::1]",
                                "::1%lo",
                                "fe80::1%1",
                                ":::",
                                "1::2::3",
                                "1:2:3:4:5:6:7",
                                "1:2:3:4:5:6:7:8:9",
                                "::12345",
                                "::g",
                                "192.0.2.1:25",
                                "example.org",
                                "-1.0.0.0"}) {
    CAPTURE(bad);
    CHECK_FALSE(IpAddress::parse(bad).has_value());
  }
  CHECK_FALSE(IpAddress::parse("192.0.2.1\0"s).has_value());
  CHECK_FALSE(IpAddress::parse("::1\0x"s).has_value());
}

TEST_CASE("ip address: from the octets of a record") {
  CHECK(IpAddress::from_ipv4({192, 0, 2, 255}) == IpAddress::parse("192.0.2.255"));
  CHECK(IpAddress::from_ipv6({0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9}) ==
        IpAddress::parse("2001:db8::9"));
}

TEST_CASE("ip address: the same octets in two families are two addresses") {
  const auto ipv4 = IpAddress::from_ipv4({32, 1, 13, 184});
  const auto ipv6 = *IpAddress::parse("2001:db8::");
  CHECK(ipv4.octets() == ipv6.octets());
  CHECK(ipv4 != ipv6);
  const std::unordered_set<IpAddress> both{ipv4, ipv6};
  CHECK(both.size() == 2);
  CHECK(both.count(ipv4) == 1);
}

TEST_CASE("ip network: an address, a block, and what is neither") {
  CHECK(IpNetwork::parse("192.0.2.1")->prefix_length == 32);
  CHECK(IpNetwork::parse("2001:db8::")->prefix_length == 128);
  CHECK(IpNetwork::parse("0.0.0.0/0")->prefix_length == 0);
  for (const std::string bad :
       {"192.0.2.0/33", "::/129", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/+8", "/8",
        "192.0.2.0/8 ", "192.0.2.0/8/8", "192.0.2/24", "192.0.2.0/255.255.255.0",
        "192.0.2.0/99999999999999999999", "example.org/8", ""}) {
    CAPTURE(bad);
    CHECK_FALSE(IpNetwork::parse(bad).has_value());
  }
}

TEST_CASE("ip network: prefixes that end inside an octet, and host bits that are set") {
  const IpNetwork block = *IpNetwork::parse("198.51.100.77/27");  // .64 to .95
  CHECK_FALSE(block.contains(*IpAddress::parse("198.51.100.63")));
  CHECK(block.contains(*IpAddress::parse("198.51.100.64")));
  CHECK(block.contains(*IpAddress::parse("198.51.100.95")));
  CHECK_FALSE(block.contains(*IpAddress::parse("198.51.100.96")));
  const IpNetwork host = *IpNetwork::parse("2001:db8::1/128");
  CHECK(host.contains(*IpAddress::parse("2001:db8::1")));
  CHECK_FALSE(host.contains(*IpAddress::parse("2001:db8::")));
}

TEST_CASE("ip network: everything of one family holds nothing of the other") {
  CHECK(IpNetwork::parse("0.0.0.0/0")->contains(*IpAddress::parse("8.8.8.8")));
  CHECK_FALSE(IpNetwork::parse("0.0.0.0/0")->contains(*IpAddress::parse("::")));
  CHECK_FALSE(IpNetwork::parse("::/0")->contains(*IpAddress::parse("0.0.0.0")));
}

TEST_CASE("ip network: first and last address") {
  struct Row {
    std::string block;
    std::string first;
    std::string last;
  };
  const Row rows[] = {
      {"192.0.2.77", "192.0.2.77", "192.0.2.77"},
      {"198.51.100.77/27", "198.51.100.64", "198.51.100.95"},
      {"10.1.2.3/8", "10.0.0.0", "10.255.255.255"},
      {"10.1.2.3/0", "0.0.0.0", "255.255.255.255"},
      {"2001:db8::1/128", "2001:db8::1", "2001:db8::1"},
      {"2001:db8::1/33", "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff"},
      {"2001:db8::1/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.block);
    const IpNetwork network = *IpNetwork::parse(row.block);
    CHECK(network.first() == *IpAddress::parse(row.first));
    CHECK(network.last() == *IpAddress::parse(row.last));
  }
}

TEST_CASE("ip address: the IPv4 address inside an IPv6 one") {
  const IpAddress inside = *IpAddress::parse("192.0.2.1");
  CHECK(IpAddress::parse("::ffff:192.0.2.1")->embedded_ipv4() == inside);
  CHECK(IpAddress::parse("64:ff9b::192.0.2.1")->embedded_ipv4() == inside);
  for (const std::string other : {"192.0.2.1", "::192.0.2.1", "64:ff9b:1::192.0.2.1", "::1",
                                  "::fffe:192.0.2.1", "64:ff9b::1:192.0.2.1", "2002:c000:201::"}) {
    CAPTURE(other);
    CHECK_FALSE(IpAddress::parse(other)->embedded_ipv4().has_value());
  }
  CHECK(IpAddress::parse("64:ff9b::127.255.255.255")->is_loopback());
  CHECK_FALSE(IpAddress::parse("64:ff9b::128.0.0.1")->is_loopback());
}

TEST_CASE("loopback: 127/8 and ::1, no more") {
  CHECK(IpAddress::parse("127.0.0.0")->is_loopback());
  CHECK(IpAddress::parse("127.255.255.255")->is_loopback());
  CHECK_FALSE(IpAddress::parse("126.255.255.255")->is_loopback());
  CHECK_FALSE(IpAddress::parse("128.0.0.0")->is_loopback());
  CHECK(IpAddress::parse("::1")->is_loopback());
  CHECK_FALSE(IpAddress::parse("::")->is_loopback());
  CHECK_FALSE(IpAddress::parse("::2")->is_loopback());
}

}  // namespace
