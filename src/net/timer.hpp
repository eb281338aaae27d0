// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "base/time.hpp"
#include "net/loop.hpp"

namespace net {

// Calls back once, later. Destroying or stopping it means that it will not call. Keeps the loop
// running while started.
class Timer {
 public:
  // `expired` may destroy the timer.
  Timer(Loop& loop, std::function<void()> expired);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // Starts anew, forgetting an earlier start. A delay of zero or less: in the next turn. Never
  // early: when `expired` runs, Loop::now() has reached the time.
  void start(base::Milliseconds delay);
  void start_at(base::Instant when);
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
