// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/udp_peer.hpp"

#include <array>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int bound_socket(std::uint16_t port) {
  const int made = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(made, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof(yes));
  const sockaddr_in address = loopback(port);
  if (::bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("no UDP port on the loopback");
  }
  return made;
}

}  // namespace

// The holder keeps the port from others and receives nothing: it is connected to its own address,
// from which nobody sends.
UdpPeer::UdpPeer() : holder_(bound_socket(0)) {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::getsockname(holder_, any, &size) != 0 || ::connect(holder_, any, size) != 0) {
    throw std::runtime_error("no UDP port on the loopback");
  }
  port_ = ntohs(address.sin_port);
  come_back();
}

UdpPeer::~UdpPeer() {
  leave();
  ::close(holder_);
}

UdpPeer::Datagram UdpPeer::receive() const {
  std::array<char, 4096> buffer{};
  sockaddr_in from{};
  socklen_t from_size = sizeof(from);
  const ssize_t size = ::recvfrom(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT,
                                  reinterpret_cast<sockaddr*>(&from), &from_size);
  if (size < 0) throw std::runtime_error("no datagram has come");
  return {{buffer.data(), static_cast<std::size_t>(size)}, ntohs(from.sin_port)};
}

void UdpPeer::send(std::string_view bytes, std::uint16_t to) const {
  const sockaddr_in address = loopback(to);
  ::sendto(socket_, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&address),
           sizeof(address));
}

void UdpPeer::leave() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void UdpPeer::come_back() { socket_ = bound_socket(port_); }

}  // namespace support
