// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "base/ip_address.hpp"
#include "scan/line_sink.hpp"
#include "scan/network.hpp"

namespace scan {

// Tells servers that are down from a network of our own that closes port 25 on the way out, as many
// do: when nobody at all has answered, in many networks, it is us.
//
//   undecided --a connection stood--> open            for good
//        +-----kLeast networks silent--> closed       for good
//
// Pure. Not for targets that are ours: a laboratory may be down.
class Vantage {
 public:
  // Networks (/24, /48) in which nobody answered our SYN, with nobody elsewhere who did: that all
  // of them are down at once does not happen.
  static constexpr std::size_t kLeast = 30;

  enum class State : std::uint8_t { undecided, open, closed };

  void connected() {
    if (state_ == State::undecided) state_ = State::open;
  }
  // No answer to our SYN.
  void silent(const base::IpAddress& address);
  [[nodiscard]] State state() const { return state_; }

 private:
  State state_ = State::undecided;
  std::set<std::string> silent_;
};

// Lines of which nobody knows yet whether they say something about anybody else. Goes through once
// released.
class HeldLines final : public LineSink {
 public:
  static constexpr std::size_t kMost = 10'000;  // lines; then they are let through undecided

  explicit HeldLines(LineSink& sink) : sink_(sink) {}

  void write(const std::string& line) override;
  void release();
  // What is held, and what comes from now on.
  void discard();

 private:
  LineSink& sink_;
  bool holding_ = true;
  bool discarding_ = false;
  std::vector<std::string> held_;
};

}  // namespace scan
