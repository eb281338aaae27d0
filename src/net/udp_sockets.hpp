// SPDX-License-Identifier: GPL-3.0-or-later
//
// UDP sockets that many queries to one name server share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "net/loop.hpp"
#include "net/name_server.hpp"

namespace net {

// Who waits for an answer on a shared socket.
class UdpReceiver {
 public:
  // A datagram that begins with the id of this query, whatever else it is. May destroy the receiver
  // and send further queries, but not destroy the UdpSockets.
  virtual void received(std::string_view datagram) = 0;
  // The kernel has heard that nobody listens there. Comes from inside another query's send() too:
  // destroys nothing and sends nothing.
  virtual void refused() = 0;

 protected:
  UdpReceiver() = default;
  ~UdpReceiver() = default;
  UdpReceiver(const UdpReceiver&) = default;
  UdpReceiver& operator=(const UdpReceiver&) = default;
};

// Connected sockets to one name server: the kernel drops what comes from elsewhere. The first is
// opened by the first query and a further one when all are full; they stay until this is destroyed,
// which must be after its places and before the Loop. They do not keep the loop running.
//
// What comes is told apart by its id, the first two octets, which no two queries that are under way
// on a socket have. What is shorter or has an id that nobody waits for (the answer to a query that
// has been given up) is passed over.
class UdpSockets {
  class Socket;

 public:
  // Queries under way on a socket at most, so that the ids of those that have been given up stay
  // unused for long. Where the kernel grants less room for what has come and is not read, it is as
  // many as have room for their answers: many come at once while the loop does something else, and
  // none may be dropped for it.
  static constexpr std::size_t kMostPerSocket = 1'024;

  UdpSockets(Loop& loop, const NameServer& server, std::size_t most_per_socket = kMostPerSocket);
  ~UdpSockets();
  UdpSockets(const UdpSockets&) = delete;
  UdpSockets& operator=(const UdpSockets&) = delete;

  // A query's place on one of the sockets, from before it is sent until nobody waits for its
  // answer.
  class Place {
   public:
    Place(Place&& other) noexcept;
    Place& operator=(Place&&) = delete;
    ~Place();

    [[nodiscard]] std::uint16_t id() const { return id_; }
    // Sends the query, which has that id; what comes goes to `receiver`, never from inside this
    // call. False when it cannot be sent or is refused at once; then nothing comes.
    bool send(std::string_view query, UdpReceiver& receiver);

   private:
    friend class UdpSockets;
    Place(Socket* socket, std::uint16_t id) : socket_(socket), id_(id) {}
    Socket* socket_;  // nullptr: there is none to be had
    std::uint16_t id_;
  };
  Place take();

 private:
  Loop& loop_;
  NameServer server_;
  std::size_t most_per_socket_;
  std::vector<std::unique_ptr<Socket>> sockets_;
};

}  // namespace net
