// SPDX-License-Identifier: GPL-3.0-or-later
//
// The shipped blocklist against the registries, block by block and address by address.
#include "scan/special_purpose.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "scan/settings.hpp"

namespace scan {
namespace {

using base::IpAddress;
using base::IpNetwork;

bool special(const std::string& address) { return is_special_purpose(*IpAddress::parse(address)); }

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
    CHECK(special(block.first));
    CHECK(special(block.last));
    if (block.before != nullptr) CHECK_FALSE(special(block.before));
    if (block.after != nullptr) CHECK_FALSE(special(block.after));
  }
}

TEST_CASE("special-purpose: single addresses that matter to a scanner") {
  for (const std::string address :
       {"::1", "::127.0.0.1", "::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1", "2001:10::1",
        "2002:7f00:1::", "5f00::1", "fc00::1", "fd00:1::1", "fe80::1", "fec0::1", "ff02::1",
        "255.255.255.255", "0.0.0.0"}) {
    CAPTURE(address);
    CHECK(special(address));
  }
  for (const std::string public_address :
       {"8.8.8.8", "1.1.1.1", "223.255.255.255", "2000::1", "2001:4860:4860::8888",
        "2606:4700::1111", "2a00:1450::1", "192.31.196.1", "2620:4f:8000::1"}) {
    CAPTURE(public_address);
    CHECK_FALSE(special(public_address));
  }
}

TEST_CASE("special-purpose: an IPv4 address inside an IPv6 one decides") {
  CHECK(special("64:ff9b::127.0.0.1"));
  CHECK(special("64:ff9b::10.1.2.3"));
  CHECK_FALSE(special("64:ff9b::8.8.8.8"));
  // A mapped one is no destination, whatever is inside.
  CHECK(special("::ffff:8.8.8.8"));
  CHECK(special("::ffff:127.0.0.1"));
}

// What is not globally reachable of the IANA IPv4 and IPv6 Special-Purpose Address Registries, and
// multicast; once more, so that a line lost from the file is missed.
const char* const kRegistries[] = {
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
    "::/128",        "::1/128",         "64:ff9b:1::/48", "100::/64",       "2001::/23",
    "2001:db8::/32", "2002::/16",       "3fff::/20",      "5f00::/16",      "fc00::/7",
    "fe80::/10",     "ff00::/8",
};

bool registries_say(const IpAddress& address) {
  static const IpNetwork global_unicast = *IpNetwork::parse("2000::/3");
  static const IpNetwork nat64 = *IpNetwork::parse("64:ff9b::/96");
  if (nat64.contains(address)) return registries_say(*address.embedded_ipv4());
  if (!address.is_ipv4() && !global_unicast.contains(address)) return true;
  return std::any_of(std::begin(kRegistries), std::end(kRegistries),
                     [&](const char* block) { return IpNetwork::parse(block)->contains(address); });
}

// One address further, or one back, over the end of the address space.
IpAddress beside(const IpAddress& address, bool up) {
  auto octets = address.octets();
  for (std::size_t i = address.is_ipv4() ? 4 : 16; i-- > 0;) {
    const std::uint8_t turns_over = up ? 0xff : 0x00;
    const bool carry = octets.at(i) == turns_over;
    octets.at(i) = static_cast<std::uint8_t>(octets.at(i) + (up ? 1 : -1));
    if (!carry) break;
  }
  return address.is_ipv4() ? IpAddress::from_ipv4({octets[0], octets[1], octets[2], octets[3]})
                           : IpAddress::from_ipv6(octets);
}

TEST_CASE("special-purpose: the shipped list is what the registries say, at every edge") {
  for (const char* text : kRegistries) {
    CAPTURE(text);
    const IpNetwork block = *IpNetwork::parse(text);
    for (const IpAddress& address :
         {block.first(), block.last(), beside(block.first(), false), beside(block.last(), true)}) {
      CAPTURE(address.to_string());
      CHECK(is_special_purpose(address) == registries_say(address));
    }
  }
}

TEST_CASE("special-purpose: the shipped list is what the registries say, anywhere") {
  std::mt19937_64 random(1);
  std::size_t differ = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::array<std::uint8_t, 16> octets{};
    for (auto& octet : octets) octet = static_cast<std::uint8_t>(random());
    if (i % 2 == 0) octets[0] = static_cast<std::uint8_t>(0x20 | (octets[0] & 0x1f));
    const IpAddress ipv4 = IpAddress::from_ipv4({octets[0], octets[1], octets[2], octets[3]});
    const IpAddress ipv6 = IpAddress::from_ipv6(octets);
    for (const IpAddress& address : {ipv4, ipv6}) {
      differ += is_special_purpose(address) != registries_say(address);
    }
  }
  CHECK(differ == 0);
}

TEST_CASE("special-purpose: what is shipped names no domain, and each block has its RFC") {
  const std::string_view text = builtin_blocklist_text();
  CHECK(text.find("example.org") != std::string_view::npos);  // in a comment
  CHECK_FALSE(builtin_blocklist().contains_name("example.org"));
  std::size_t blocks = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (line.empty() || line.front() == '#') continue;
    CAPTURE(std::string(line));
    ++blocks;
    CHECK(line.find("# RFC ") != std::string_view::npos);
  }
  CHECK(blocks == 29);
}

TEST_CASE("special-purpose: what is allowed is contacted all the same") {
  Settings settings;
  CHECK_FALSE(settings.permits(*IpAddress::parse("127.0.0.1")));
  CHECK(settings.permits(*IpAddress::parse("8.8.8.8")));
  settings.allowed_private = {*IpNetwork::parse("127.0.0.0/8"), *IpNetwork::parse("fd00::/8")};
  CHECK(settings.permits(*IpAddress::parse("127.0.0.1")));
  CHECK(settings.permits(*IpAddress::parse("fd00::1")));
  CHECK_FALSE(settings.permits(*IpAddress::parse("10.0.0.1")));
  CHECK_FALSE(settings.permits(*IpAddress::parse("::ffff:127.0.0.1")));
}

}  // namespace
}  // namespace scan
