// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/vantage.hpp"

#include <doctest/doctest.h>

namespace {

using scan::Vantage;
using State = scan::Vantage::State;

base::IpAddress ip(unsigned network, unsigned host = 1) {
  return base::IpAddress::from_ipv4({203, static_cast<std::uint8_t>(network / 256),
                                     static_cast<std::uint8_t>(network % 256),
                                     static_cast<std::uint8_t>(host)});
}

TEST_CASE("silence in many networks, and nobody who answers, is our own silence") {
  Vantage vantage;
  for (unsigned network = 0; network + 1 < Vantage::kLeast; ++network) vantage.silent(ip(network));
  CHECK(vantage.state() == State::undecided);
  vantage.silent(ip(500));
  CHECK(vantage.state() == State::closed);
  vantage.connected();
  CHECK(vantage.state() == State::closed);
}

TEST_CASE("one network that is down says nothing, however large") {
  Vantage vantage;
  for (unsigned host = 0; host < 250; ++host) vantage.silent(ip(7, host));
  CHECK(vantage.state() == State::undecided);
  for (unsigned host = 0; host < 250; ++host) {
    vantage.silent(*base::IpAddress::parse("2001:db8:1:" + std::to_string(host) + "::25"));
  }
  CHECK(vantage.state() == State::undecided);
}

TEST_CASE("whoever answers once has shown that we can be heard") {
  Vantage vantage;
  vantage.silent(ip(1));
  vantage.connected();
  for (unsigned network = 0; network < 5 * Vantage::kLeast; ++network) vantage.silent(ip(network));
  CHECK(vantage.state() == State::open);
}

struct Lines final : scan::LineSink {
  void write(const std::string& line) override { all.push_back(line); }
  std::vector<std::string> all;
};

TEST_CASE("lines are held until it is known what they are worth") {
  Lines lines;
  scan::HeldLines held(lines);
  held.write("a");
  held.write("b");
  CHECK(lines.all.empty());
  held.release();
  held.write("c");
  CHECK(lines.all == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("lines that say nothing about anybody are never written") {
  Lines lines;
  scan::HeldLines held(lines);
  held.write("a");
  held.discard();
  held.write("b");
  CHECK(lines.all.empty());
}

TEST_CASE("what is held has a limit") {
  Lines lines;
  scan::HeldLines held(lines);
  for (std::size_t i = 0; i < scan::HeldLines::kMost; ++i) held.write("x");
  CHECK(lines.all.size() == scan::HeldLines::kMost);
}

}  // namespace
