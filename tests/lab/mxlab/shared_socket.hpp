// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>

#include "listener.hpp"

namespace mxlab {

// One listening socket for many IPv4 addresses of the loopback device, where a socket for each
// would want more descriptors than a process may have. Who is spoken to is read off the accepted
// connection; an address keeps its own behaviour, statistics and memory of clients, made when the
// first connection comes to it. It is bound to the wildcard address, and to the device `lo`, so
// that no other network reaches it.
class SharedSocket {
 public:
  // `port_is_shared`: the other threads have such a socket too. Throws StartError when the port
  // cannot be listened on.
  SharedSocket(Loop& loop, Conversations& conversations, ArrivalLog& arrivals, std::uint16_t port,
               bool port_is_shared);
  ~SharedSocket();
  SharedSocket(const SharedSocket&) = delete;
  SharedSocket& operator=(const SharedSocket&) = delete;

  // Before the first connection. `listen` must outlive this.
  void add(const Listen& listen) { table_.emplace(listen.address, &listen); }
  void stop();

  // Calls `visit` with each address that saw a connection.
  template <typename Visit>
  void for_each_visited(const Visit& visit) const {
    for (const auto& [address, listener] : visited_) visit(*listener);
  }

 private:
  // Taken in one turn of the loop, so that the conversations under way have theirs.
  static constexpr int kAcceptsAtOnce = 64;

  void on_connections();
  Listener* listener_at(const Address& address);

  Loop& loop_;
  Conversations& conversations_;
  ArrivalLog& arrivals_;
  int fd_;
  HandlePtr<uv_poll_t> handle_;
  std::unordered_map<Address, const Listen*, AddressHash> table_;
  std::unordered_map<Address, std::unique_ptr<Listener>, AddressHash> visited_;
};

}  // namespace mxlab
