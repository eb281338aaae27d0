// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "net/loop.hpp"

namespace net {

// Calls back each time the process receives the signal (several that come at once may count as
// one). Does not keep the loop running. While one stands, the signal's default action is off.
class Signal {
 public:
  // `number`: SIGINT, SIGTERM, ...; one that cannot be caught is a programmer's error.
  // `received` may destroy the Signal.
  Signal(Loop& loop, int number, std::function<void()> received);
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
