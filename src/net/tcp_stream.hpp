// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/ip_address.hpp"
#include "net/loop.hpp"

namespace net {

// What a TcpStream tells its owner. Exactly one of connected() and connect_failed() comes first;
// after connected(), received() any number of times, then closed() at most once, last. After
// close() or reset() nothing comes. Every call may destroy the stream.
class StreamEvents {
 public:
  virtual void connected() = 0;
  // `error`: a positive errno value (ECONNREFUSED, ETIMEDOUT, ENETUNREACH, ...).
  virtual void connect_failed(int error) = 0;
  // `bytes` live for the duration of the call only.
  virtual void received(std::string_view bytes) = 0;
  // 0: the peer closed its side in order (FIN); the stream can still write, until close().
  // Otherwise a positive errno value (ECONNRESET, ...): the first error of the connection, whether
  // a write or a read met it. A RST is ECONNRESET, and 0 only behind a FIN.
  virtual void closed(int error) = 0;

 protected:
  ~StreamEvents() = default;
};

// One outgoing TCP connection. TCP_NODELAY is on: a segment goes out when it is written, because
// what is in one segment is part of what some probes ask.
//
//   idle --connect()--> connecting --connected()--> open --closed(0)--> half-closed
//                            |                        |                      |
//                   connect_failed()           closed(error)      close(), reset()
//                            +------------------------+----------------------+--> over
//
// Limits: reads go through one 16 KiB buffer per loop and are handed on before the next. No time
// limit of its own but the one of close(): the owner has a Timer.
class TcpStream {
 public:
  // `events` must outlive the stream.
  TcpStream(Loop& loop, StreamEvents& events);
  // As reset() where the connection still stands with nothing pending, else close(): see those.
  ~TcpStream();
  TcpStream(const TcpStream&) = delete;
  TcpStream& operator=(const TcpStream&) = delete;

  // Starts to connect, once; the outcome comes as an event, never from inside this call.
  // `source`: local address to bind to; one of the other family fails with EAFNOSUPPORT.
  void connect(const base::IpAddress& address, std::uint16_t port,
               const std::optional<base::IpAddress>& source = std::nullopt);

  // Queues bytes, from connect() on; after close(), reset() or a failure they are ignored.
  // Nothing comes back: a failure to write shows as closed().
  void write(std::string bytes);

  // Sends what is queued, then FIN, then forgets the connection. The peer's last words are not
  // read: the kernel answers data that comes later with RST. Waits at most 5 seconds in the
  // background for queued bytes to leave, also after the TcpStream itself is destroyed; what has
  // not left by then is dropped with RST. Before connected(): gives the attempt up.
  void close();
  // Drops the connection with RST (SO_LINGER 0), and what is queued with it.
  void reset();

  // Bytes given to write() and not yet taken by the kernel.
  [[nodiscard]] std::size_t queued() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
