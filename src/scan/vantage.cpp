// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/vantage.hpp"

#include <utility>

namespace scan {

void Vantage::silent(const base::IpAddress& address) {
  if (state_ != State::undecided) return;
  silent_.insert(network_of(address));
  if (silent_.size() >= kLeast) state_ = State::closed;
}

void HeldLines::write(const std::string& line) {
  if (discarding_) return;
  if (!holding_) return sink_.write(line);
  held_.push_back(line);
  if (held_.size() >= kMost) release();
}

void HeldLines::release() {
  if (!std::exchange(holding_, false)) return;
  for (const std::string& line : std::exchange(held_, {})) sink_.write(line);
}

void HeldLines::discard() {
  held_.clear();
  discarding_ = true;
}

}  // namespace scan
