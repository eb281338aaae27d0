// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/socket_address.hpp"

#include <cstring>

#include <arpa/inet.h>

namespace net {

SocketAddress socket_address(const base::IpAddress& address, std::uint16_t port) {
  SocketAddress result{};
  if (address.is_ipv4()) {
    result.ipv4.sin_family = AF_INET;
    result.ipv4.sin_port = htons(port);
    std::memcpy(&result.ipv4.sin_addr, address.octets().data(), sizeof(result.ipv4.sin_addr));
  } else {
    result.ipv6 = {};
    result.ipv6.sin6_family = AF_INET6;
    result.ipv6.sin6_port = htons(port);
    std::memcpy(&result.ipv6.sin6_addr, address.octets().data(), sizeof(result.ipv6.sin6_addr));
  }
  return result;
}

}  // namespace net
