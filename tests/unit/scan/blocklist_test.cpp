// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/blocklist.hpp"

#include <sstream>
#include <streambuf>
#include <string>

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
       {"192.0.2.0/33", "192.0.2", "192.0.2.0-192.0.2.9", "example.org", "192.0.2.0/24,x",
        "192.0.2.0 /24", "192.0.2.1 192.0.2.2", "2001:db8::/129", "; comment", "192.0.2.0/24/"}) {
    CAPTURE(bad);
    const auto blocklist = read("# first\n198.51.100.0/24\n\n" + bad + "\n203.0.113.0/24\n");
    REQUIRE_FALSE(blocklist.ok());
    CHECK(blocklist.error().message.rfind("block.txt:4: ", 0) == 0);
  }
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
