// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/network.hpp"

#include <array>

#include <doctest/doctest.h>

namespace {

std::string network(const char* address) {
  return scan::network_of(*base::IpAddress::parse(address));
}

}  // namespace

TEST_CASE("a network is a /24 or a /48") {
  CHECK(network("192.0.2.1") == network("192.0.2.255"));
  CHECK(network("192.0.2.1") != network("192.0.3.1"));
  CHECK(network("2001:db8:1::1") == network("2001:db8:1:ffff::1"));
  CHECK(network("2001:db8:1::1") != network("2001:db8:2::1"));
}

// The numbers are part of the interface: shards of several versions must agree.
TEST_CASE("the hash is the same everywhere") {
  CHECK(scan::stable_hash("") == 0xfdbdf6ac4fc52e7fU);
  CHECK(scan::stable_hash("example.org") == 0x4135bf119a0b2ca7U);
  CHECK(scan::stable_hash(network("192.0.2.1")) == 0x989037a98694b0faU);
}

TEST_CASE("networks are divided evenly, also neighbouring ones") {
  for (const std::uint64_t parts : {2U, 3U, 4U, 8U, 16U}) {
    std::array<std::size_t, 16> found{};
    for (unsigned i = 0; i < 4'000; ++i) {
      const std::string octets{'\x0a', static_cast<char>(i >> 8), static_cast<char>(i & 255)};
      ++found.at(scan::stable_hash(octets) % parts);
    }
    const double ideal = 4'000.0 / static_cast<double>(parts);
    for (std::size_t part = 0; part < parts; ++part) {
      CHECK(static_cast<double>(found.at(part)) > 0.8 * ideal);
      CHECK(static_cast<double>(found.at(part)) < 1.2 * ideal);
    }
  }
}
