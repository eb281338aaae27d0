// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "row.hpp"

namespace interop {

// The sockets of all rows in one thread, until SIGTERM or SIGINT. Limits: 500 connections at once
// (more wait to be accepted), 300 seconds a connection.
class Acceptor {
 public:
  // Listens; throws std::runtime_error with the address that cannot be had. `rows` must outlive it.
  // `log`: a file that a line is added to when a connection ends.
  Acceptor(const std::vector<Row>& rows, std::uint16_t port, const std::string& log);
  ~Acceptor();
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;

  void run();

 private:
  struct Connection;
  struct Listener {
    int socket;
    const Row* row;
  };

  void accept_on(const Listener& listener);
  void serve(Connection& connection, short events);
  void flush(Connection& connection);
  void close(Connection& connection, std::string_view why);

  std::vector<Listener> listeners_;
  std::vector<std::unique_ptr<Connection>> connections_;
  int log_ = -1;
};

}  // namespace interop
