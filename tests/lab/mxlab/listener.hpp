// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "arrival_log.hpp"
#include "client_book.hpp"
#include "statistics.hpp"
#include "table.hpp"
#include "uv_handle.hpp"

namespace mxlab {

class Conversation;

// Owns the conversations of one loop. A conversation that ends is freed at the end of the turn of
// the loop, never inside its own callback.
class Conversations {
 public:
  explicit Conversations(Loop& loop);
  ~Conversations();

  void add(std::unique_ptr<Conversation> conversation);
  void bury(Conversation& ended);
  void close_all();

 private:
  Loop& loop_;
  std::vector<std::unique_ptr<Conversation>> living_;
  std::vector<std::unique_ptr<Conversation>> dead_;
  HandlePtr<uv_check_t> end_of_turn_;
};

// One listening address, its statistics and its memory of clients.
class Listener {
 public:
  // The kernel cuts this to net.core.somaxconn, 4096 on Debian 12.
  static constexpr int backlog = 16384;

  // Without a socket: connections are brought by take().
  Listener(Loop& loop, Conversations& conversations, ArrivalLog& arrivals, const Listen& listen);
  // Throws StartError when the address cannot be listened on.
  Listener(Loop& loop, Conversations& conversations, ArrivalLog& arrivals, const Listen& listen,
           bool shared_port);

  // An accepted connection, which belongs to us from here on.
  void take(int fd);

  Loop& loop() { return loop_; }
  Conversations& conversations() { return conversations_; }
  ClientBook& clients() { return clients_; }
  Statistics& statistics() { return statistics_; }
  const Statistics& statistics() const { return statistics_; }
  const Listen& listen() const { return listen_; }
  void stop() { handle_.reset(); }

 private:
  void on_connection();
  const Behaviour& next_behaviour() const;
  void begin(std::unique_ptr<Conversation> conversation);

  Loop& loop_;
  Conversations& conversations_;
  ArrivalLog& arrivals_;
  const Listen& listen_;
  ClientBook clients_;
  Statistics statistics_;
  HandlePtr<uv_tcp_t> handle_;
};

}  // namespace mxlab
