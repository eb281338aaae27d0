// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <thread>

#include "net/loop.hpp"

namespace net {

// Runs a loop on a thread of its own, until destroyed: then the loop is stopped at the end of its
// turn, and belongs to the destroying thread again. What came by Loop::post() and has not run stays
// unrun. The thread takes no signals: those are the first thread's.
class LoopThread {
 public:
  // `loop` must not be running, and outlive it.
  explicit LoopThread(Loop& loop);
  ~LoopThread();
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

 private:
  Loop& loop_;
  std::thread thread_;
};

}  // namespace net
