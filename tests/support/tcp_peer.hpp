// SPDX-License-Identifier: GPL-3.0-or-later
//
// The other end of a TCP connection on the loopback, driven by hand from the test itself: the
// kernel completes the handshake without anybody's help, so no thread is needed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace support {

// An accepted connection. Every call blocks for at most 10 seconds.
class TcpPeer {
 public:
  explicit TcpPeer(int socket) : socket_(socket) {}
  ~TcpPeer();
  TcpPeer(TcpPeer&& other) noexcept : socket_(other.socket_) { other.socket_ = -1; }
  TcpPeer& operator=(TcpPeer&&) = delete;

  void send(std::string_view bytes) const;
  // What has come so far, at least one octet; empty at FIN, "RST" when the peer has reset.
  [[nodiscard]] std::string receive() const;
  // Everything until FIN or RST; ends with "RST" in the latter case.
  [[nodiscard]] std::string receive_all() const;
  void finish() const;  // FIN
  void reset();         // RST

 private:
  int socket_;
};

class TcpListener {
 public:
  TcpListener();  // 127.0.0.1, a port of the kernel's choice
  ~TcpListener();
  TcpListener(const TcpListener&) = delete;
  TcpListener& operator=(const TcpListener&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] TcpPeer accept() const;

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

// A port of 127.0.0.1 on which nobody listens.
std::uint16_t unused_port();

}  // namespace support
