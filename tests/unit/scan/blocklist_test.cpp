// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/blocklist.hpp"

#include <algorithm>
#include <random>
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace scan {
namespace {

using base::IpAddress;

base::Result<Blocklist> read(const std::string& text) {
  std::istringstream lines(text);
  return Blocklist::read(lines, "block.txt");
}

TEST_CASE("blocklist: addresses and blocks of both families, with comments") {
  const auto blocklist = read(
      "# asked us\n192.0.2.0/24\r\n\n198.51.100.7 # one host\n\t2001:db8:1::/48 "
      "\n2001:db8:2::25\n203.0.113.77/28");
  REQUIRE(blocklist.ok());
  for (const std::string blocked :
       {"192.0.2.0", "192.0.2.255", "198.51.100.7", "2001:db8:1::", "2001:db8:1:ffff::1",
        "2001:db8:2::25", "203.0.113.64", "203.0.113.79"}) {
    CAPTURE(blocked);
    CHECK(blocklist->contains(*IpAddress::parse(blocked)));
  }
  for (const std::string open :
       {"192.0.1.255", "192.0.3.0", "198.51.100.6", "198.51.100.8",
        "2001:db8:0:ffff::", "2001:db8:2::", "203.0.113.63", "203.0.113.80", "::192.0.2.1"}) {
    CAPTURE(open);
    CHECK_FALSE(blocklist->contains(*IpAddress::parse(open)));
  }
}

TEST_CASE("blocklist: an empty one blocks nobody, 0.0.0.0/0 everybody of one family") {
  CHECK_FALSE(read("")->contains(*IpAddress::parse("0.0.0.0")));
  CHECK_FALSE(read("# nothing\n\n")->contains(*IpAddress::parse("::")));
  const auto all = read("0.0.0.0/0");
  CHECK(all->contains(*IpAddress::parse("8.8.8.8")));
  CHECK_FALSE(all->contains(*IpAddress::parse("2001:db8::1")));
}

TEST_CASE("blocklist: one line that is not understood refuses the whole list, by its number") {
  for (const std::string bad :
       {"192.0.2.0/33", "192.0.2", "192.0.2.0-192.0.2.9", "192.0.2.O", "192.0.2.0/24,x",
        "example.org/24", "*.example.org", "exam ple.org", "user@example.org",
        "https://example.org/", "example.o", "example.123", "192.0.2.0 /24", "192.0.2.1 192.0.2.2",
        "2001:db8::/129", "; comment", "192.0.2.0/24/"}) {
    CAPTURE(bad);
    const auto blocklist = read("# first\n198.51.100.0/24\n\n" + bad + "\n203.0.113.0/24\n");
    REQUIRE_FALSE(blocklist.ok());
    CHECK(blocklist.error().message.rfind("block.txt:4: ", 0) == 0);
  }
}

TEST_CASE("blocklist: a name stands for itself and everything below it") {
  const auto blocklist =
      read("example.org\nB\u00dccher.Example. # asked\r\nhost.deep.example.net\nmil\n192.0.2.1\n");
  REQUIRE(blocklist.ok());
  for (const std::string blocked :
       {"example.org", "mx.example.org", "a.b.c.example.org", "xn--bcher-kva.example",
        "www.xn--bcher-kva.example", "host.deep.example.net", "mil", "navy.mil"}) {
    CAPTURE(blocked);
    CHECK(blocklist->contains_name(blocked));
  }
  for (const std::string open :
       {"org", "anexample.org", "example.org.uk", "example", "deep.example.net", "example.net",
        "otherhost.deep.example.net", "milk", "", ".", "192.0.2.1"}) {
    CAPTURE(open);
    CHECK_FALSE(blocklist->contains_name(open));
  }
  CHECK(blocklist->contains(*IpAddress::parse("192.0.2.1")));
  CHECK_FALSE(read("192.0.2.1")->contains_name("example.org"));
}

TEST_CASE("blocklist: blocks inside, across and beside one another") {
  const auto blocklist = read(
      "10.0.0.0/8\n10.1.0.0/16\n10.255.255.0/24\n11.0.0.0/9\n9.255.255.255\n"
      "2001:db8::/32\n2001:db8:1::/48\n255.255.255.255\n::/128\n");
  REQUIRE(blocklist.ok());
  for (const std::string blocked :
       {"9.255.255.255", "10.0.0.0", "10.1.2.3", "10.200.0.0", "10.255.255.255", "11.127.255.255",
        "255.255.255.255", "::", "2001:db8:1::1", "2001:db8:ffff::1"}) {
    CAPTURE(blocked);
    CHECK(blocklist->contains(*IpAddress::parse(blocked)));
  }
  for (const std::string open : {"9.255.255.254", "11.128.0.0", "255.255.255.254", "::1",
                                 "2001:db7:ffff::", "2001:db9::", "0.0.0.0"}) {
    CAPTURE(open);
    CHECK_FALSE(blocklist->contains(*IpAddress::parse(open)));
  }
}

TEST_CASE("blocklist: an IPv4 address inside an IPv6 one is found by either") {
  const auto blocklist = read("192.0.2.0/24\n64:ff9b::198.51.100.1\n");
  for (const std::string blocked :
       {"64:ff9b::192.0.2.1", "::ffff:192.0.2.1", "64:ff9b::198.51.100.1"}) {
    CAPTURE(blocked);
    CHECK(blocklist->contains(*IpAddress::parse(blocked)));
  }
  CHECK_FALSE(blocklist->contains(*IpAddress::parse("64:ff9b::192.0.3.1")));
  CHECK_FALSE(blocklist->contains(*IpAddress::parse("198.51.100.1")));
}

// The answers of a list of thousands, against those of its entries one by one.
TEST_CASE("blocklist: a long list says what its entries say") {
  std::mt19937 random(1);
  std::string text;
  std::vector<base::IpNetwork> networks;
  for (int i = 0; i < 2'000; ++i) {
    const IpAddress address = IpAddress::from_ipv4({static_cast<std::uint8_t>(random() % 4), 0,
                                                    static_cast<std::uint8_t>(random()),
                                                    static_cast<std::uint8_t>(random())});
    const std::string entry = address.to_string() + "/" + std::to_string(24 + random() % 9);
    networks.push_back(*base::IpNetwork::parse(entry));
    text += entry + "\n";
  }
  const auto blocklist = read(text);
  REQUIRE(blocklist.ok());
  std::size_t differ = 0;
  std::size_t listed = 0;
  for (int i = 0; i < 5'000; ++i) {
    const IpAddress address = IpAddress::from_ipv4({static_cast<std::uint8_t>(random() % 4), 0,
                                                    static_cast<std::uint8_t>(random()),
                                                    static_cast<std::uint8_t>(random())});
    const bool expected = std::any_of(networks.begin(), networks.end(), [&](const auto& network) {
      return network.contains(address);
    });
    listed += expected;
    differ += blocklist->contains(address) != expected;
  }
  CHECK(differ == 0);
  CHECK(listed > 500);
  CHECK(listed < 4'900);
}

TEST_CASE("blocklist: a line without an end is refused without being held") {
  const auto blocklist = read("192.0.2.1\n#" + std::string(100'000, 'x') + "\n");
  REQUIRE_FALSE(blocklist.ok());
  CHECK(blocklist.error().message == "block.txt:2: a line of more than 4096 octets; shorten it");
}

TEST_CASE("blocklist: what is wrong is said with what to do") {
  CHECK(read("exa mple\n").error().message ==
        "block.txt:1: \"exa mple\" is no address, no block like 192.0.2.0/24 and no name like "
        "example.org; mend the line, or make it a comment with #");
  CHECK(read("\ufeff192.0.2.1\n").ok());
}

TEST_CASE("blocklist: octets that no terminal should see are escaped in the message") {
  const auto blocklist = read("\xff\n");
  CHECK(blocklist.error().message.find("\"\\xff\"") != std::string::npos);
}

// What a folder opened as a file gives.
class Unreadable : public std::streambuf {
 protected:
  int_type underflow() override { throw std::ios_base::failure("is a directory"); }
};

TEST_CASE("blocklist: a list that cannot be read is no empty list") {
  Unreadable buffer;
  std::istream lines(&buffer);
  const auto blocklist = Blocklist::read(lines, "block.txt");
  REQUIRE_FALSE(blocklist.ok());
  CHECK(blocklist.error().message.find("block.txt") != std::string::npos);
}

}  // namespace
}  // namespace scan
