// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "arrival_log.hpp"
#include "listener.hpp"
#include "shared_socket.hpp"
#include "statistics.hpp"
#include "table.hpp"
#include "uv_handle.hpp"

namespace mxlab {

// One thread's share: a loop and its own listening sockets on all addresses. Workers share the
// table and the TLS contexts, which are constant, and nothing else.
class Worker {
 public:
  // `arrivals`: a file for ArrivalLog, or empty.
  Worker(const Table& table, bool shared_port, const std::string& arrivals);

  Loop& loop() { return loop_; }
  void run() { loop_.run(); }

  // From this worker's thread only.
  void stop();
  StatisticsByAddress statistics() const;
  void flush_arrivals() { arrivals_.flush(); }

  // From any thread.
  void ask_to_stop();
  std::future<StatisticsByAddress> ask_for_statistics();

 private:
  SharedSocket& shared_socket(std::uint16_t port);
  void woken();

  bool shared_port_;
  Loop loop_;
  ArrivalLog arrivals_;
  Conversations conversations_;
  std::deque<Listener> listeners_;
  std::map<std::uint16_t, SharedSocket> shared_sockets_;  // by port
  Wakeup wakeup_;
  std::atomic<bool> stop_asked_ = false;
  std::mutex asked_mutex_;
  std::vector<std::promise<StatisticsByAddress>> asked_;
};

}  // namespace mxlab
