// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <deque>
#include <future>
#include <mutex>
#include <vector>

#include "listener.hpp"
#include "statistics.hpp"
#include "table.hpp"
#include "uv_handle.hpp"

namespace mxlab {

// One thread's share: a loop and its own listening sockets on all addresses. Workers share the
// table and the TLS contexts, which are constant, and nothing else.
class Worker {
 public:
  Worker(const Table& table, bool shared_port);

  Loop& loop() { return loop_; }
  void run() { loop_.run(); }

  // From this worker's thread only.
  void stop();
  StatisticsByAddress statistics() const;

  // From any thread.
  void ask_to_stop();
  std::future<StatisticsByAddress> ask_for_statistics();

 private:
  void woken();

  Loop loop_;
  Conversations conversations_;
  std::deque<Listener> listeners_;
  Wakeup wakeup_;
  std::atomic<bool> stop_asked_ = false;
  std::mutex asked_mutex_;
  std::vector<std::promise<StatisticsByAddress>> asked_;
};

}  // namespace mxlab
