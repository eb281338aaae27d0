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

struct Block {
  std::string name;
  std::string first;
  std::string last;
  const char*
      before;  // an address that is not special-purpose; nullptr: what is before is special too
  const char* after;
};

// From the IANA registries, not from the code.
const Block kBlocks[] = {
    {"this network", "0.0.0.0", "0.255.255.255", nullptr, "1.0.0.0"},
    {"private 10/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"},
    {"shared (RFC 6598)", "100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"},
    {"loopback", "127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"},
    {"link-local", "169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"},
    {"private 172.16/12", "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"},
    {"IETF protocol assignments", "192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"},
    {"TEST-NET-1", "192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"},
    {"6to4 relays", "192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"},
    {"private 192.168/16", "192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"},
    {"benchmarking", "198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"},
    {"TEST-NET-2", "198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"},
    {"TEST-NET-3", "203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"},
    {"multicast and reserved", "224.0.0.0", "255.255.255.255", "223.255.255.255", nullptr},
    {"below global unicast", "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", nullptr, nullptr},
    {"IETF protocol assignments, IPv6", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
     "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"},
    {"documentation", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
     "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"},
    {"6to4", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
     "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"},
    {"documentation (RFC 9637)", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
     "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"},
    {"above global unicast", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
     "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", nullptr},
};

TEST_CASE("special-purpose: each block's first and last address, and the neighbours") {
  for (const Block& block : kBlocks) {
    CAPTURE(block.name);
    CHECK(IpAddress::parse(block.first)->is_special_purpose());
    CHECK(IpAddress::parse(block.last)->is_special_purpose());
    if (block.before != nullptr) CHECK_FALSE(IpAddress::parse(block.before)->is_special_purpose());
    if (block.after != nullptr) CHECK_FALSE(IpAddress::parse(block.after)->is_special_purpose());
  }
}

TEST_CASE("special-purpose: single addresses that matter to a scanner") {
  for (const std::string special :
       {"::1", "::127.0.0.1", "::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1", "2001:10::1",
        "2002:7f00:1::", "5f00::1", "fc00::1", "fd00:1::1", "fe80::1", "fec0::1", "ff02::1",
        "255.255.255.255", "0.0.0.0"}) {
    CAPTURE(special);
    CHECK(IpAddress::parse(special)->is_special_purpose());
  }
  for (const std::string public_address :
       {"8.8.8.8", "1.1.1.1", "223.255.255.255", "2000::1", "2001:4860:4860::8888",
        "2606:4700::1111", "2a00:1450::1", "192.31.196.1", "2620:4f:8000::1"}) {
    CAPTURE(public_address);
    CHECK_FALSE(IpAddress::parse(public_address)->is_special_purpose());
  }
}

TEST_CASE("special-purpose: an IPv4 address inside an IPv6 one decides") {
  for (const std::string prefix : {"64:ff9b::"}) {
    CAPTURE(prefix);
    const std::string start(prefix);
    CHECK(IpAddress::parse(start + "127.0.0.1")->is_special_purpose());
    CHECK(IpAddress::parse(start + "10.1.2.3")->is_special_purpose());
    CHECK_FALSE(IpAddress::parse(start + "8.8.8.8")->is_special_purpose());
    CHECK(IpAddress::parse(start + "127.255.255.255")->is_loopback());
    CHECK_FALSE(IpAddress::parse(start + "128.0.0.1")->is_loopback());
  }
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
