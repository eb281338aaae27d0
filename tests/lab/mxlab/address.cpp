// SPDX-License-Identifier: GPL-3.0-or-later
#include "address.hpp"

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace mxlab {

std::optional<Address> Address::parse(std::string_view text) {
  const std::string name(text);
  Address out;
  if (inet_pton(AF_INET, name.c_str(), out.bytes.data()) == 1) return out;
  out.v6 = true;
  if (inet_pton(AF_INET6, name.c_str(), out.bytes.data()) == 1) return out;
  return std::nullopt;
}

Address Address::of_socket(const sockaddr_storage& socket) {
  Address out;
  if (socket.ss_family == AF_INET6) {
    sockaddr_in6 in6{};
    std::memcpy(&in6, &socket, sizeof in6);
    out.v6 = true;
    std::memcpy(out.bytes.data(), &in6.sin6_addr, 16);
  } else {
    sockaddr_in in4{};
    std::memcpy(&in4, &socket, sizeof in4);
    std::memcpy(out.bytes.data(), &in4.sin_addr, 4);
  }
  return out;
}

std::string Address::text() const {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  inet_ntop(v6 ? AF_INET6 : AF_INET, bytes.data(), buffer.data(), buffer.size());
  return buffer.data();
}

std::string Address::text_with_port(std::uint16_t port) const {
  const std::string name = v6 ? "[" + text() + "]" : text();
  return name + ":" + std::to_string(port);
}

std::uint64_t Address::hash() const {
  std::uint64_t h = 1469598103934665603ULL;  // FNV-1a, then mixed so that neighbours fall apart
  for (std::size_t i = 0; i < size(); ++i) h = (h ^ bytes[i]) * 1099511628211ULL;
  h = (h ^ (h >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  h = (h ^ (h >> 27U)) * 0x94d049bb133111ebULL;
  return h ^ (h >> 31U);
}

socklen_t Address::to_socket(std::uint16_t port, sockaddr_storage& out) const {
  out = {};
  if (v6) {
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(port);
    std::memcpy(&in6.sin6_addr, bytes.data(), 16);
    std::memcpy(&out, &in6, sizeof in6);
    return sizeof in6;
  }
  sockaddr_in in4{};
  in4.sin_family = AF_INET;
  in4.sin_port = htons(port);
  std::memcpy(&in4.sin_addr, bytes.data(), 4);
  std::memcpy(&out, &in4, sizeof in4);
  return sizeof in4;
}

void Address::increment() {
  for (std::size_t i = size(); i-- > 0;) {
    if (++bytes[i] != 0) return;
  }
}

std::optional<std::vector<Address>> parse_range(std::string_view text, std::size_t limit) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::optional<Address> first = Address::parse(text.substr(0, dash));
  const std::optional<Address> last = Address::parse(text.substr(dash + 1));
  if (!first || !last || first->v6 != last->v6 || last->bytes < first->bytes) return std::nullopt;
  std::vector<Address> out{*first};
  while (out.back() != *last) {
    if (out.size() == limit) return std::nullopt;
    Address next = out.back();
    next.increment();
    out.push_back(next);
  }
  return out;
}

}  // namespace mxlab
