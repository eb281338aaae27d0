// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/ip_address.hpp"

namespace net {

// An address and a port as the kernel wants them.
union SocketAddress {
  sockaddr any;
  sockaddr_in ipv4;
  sockaddr_in6 ipv6;

  [[nodiscard]] socklen_t size() const {
    return any.sa_family == AF_INET ? sizeof(ipv4) : sizeof(ipv6);
  }
};
SocketAddress socket_address(const base::IpAddress& address, std::uint16_t port);

}  // namespace net
