// SPDX-License-Identifier: GPL-3.0-or-later
//
// The other end of UDP sockets on the loopback, driven by hand from the test itself: what is sent
// there has arrived when the call that sent it returns, so no thread is needed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace support {

class UdpPeer {
 public:
  UdpPeer();  // 127.0.0.1, a port of the kernel's choice
  ~UdpPeer();
  UdpPeer(const UdpPeer&) = delete;
  UdpPeer& operator=(const UdpPeer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  struct Datagram {
    std::string bytes;
    std::uint16_t from = 0;  // the port
  };
  [[nodiscard]] Datagram receive() const;  // throws when there is nothing
  void send(std::string_view bytes, std::uint16_t to) const;

  // Who sends there is then told that nobody listens; the port stays ours.
  void leave();
  void come_back();

 private:
  int holder_;
  int socket_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace support
