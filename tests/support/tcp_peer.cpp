// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tcp_peer.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace support {

TcpPeer::~TcpPeer() {
  if (socket_ >= 0) ::close(socket_);
}

void TcpPeer::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string TcpPeer::receive() const {
  std::array<char, 65536> buffer{};
  const ssize_t size = ::recv(socket_, buffer.data(), buffer.size(), 0);
  if (size < 0) return errno == ECONNRESET ? "RST" : "TIMEOUT";
  return {buffer.data(), static_cast<std::size_t>(size)};
}

std::string TcpPeer::receive_all() const {
  std::string all;
  for (;;) {
    const std::string more = receive();
    all += more;
    if (more.empty() || more == "RST" || more == "TIMEOUT") return all;
  }
}

void TcpPeer::finish() const { ::shutdown(socket_, SHUT_WR); }

void TcpPeer::reset() {
  const linger drop{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &drop, sizeof(drop));
  ::close(socket_);
  socket_ = -1;
}

TcpListener::TcpListener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket_, any, size) != 0 || ::listen(socket_, 64) != 0 ||
      ::getsockname(socket_, any, &size) != 0) {
    throw std::runtime_error("no listener on the loopback");
  }
  port_ = ntohs(address.sin_port);
}

TcpListener::~TcpListener() { ::close(socket_); }

TcpPeer TcpListener::accept() const {
  const int accepted = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
  if (accepted < 0) throw std::runtime_error("accept");
  const timeval limit{10, 0};
  setsockopt(accepted, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  setsockopt(accepted, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
  return TcpPeer(accepted);
}

std::uint16_t unused_port() { return TcpListener().port(); }

}  // namespace support
