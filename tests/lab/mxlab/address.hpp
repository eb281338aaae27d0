// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/socket.h>

namespace mxlab {

// An IP address, IPv4 or IPv6, as bytes in network order.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  bool v6 = false;

  static std::optional<Address> parse(std::string_view text);
  static Address of_socket(const sockaddr_storage& socket);

  std::size_t size() const { return v6 ? 16 : 4; }
  std::string text() const;
  // "127.0.0.1:25", "[::1]:25"
  std::string text_with_port(std::uint16_t port) const;
  // The same number for the same address on every run and machine.
  std::uint64_t hash() const;
  socklen_t to_socket(std::uint16_t port, sockaddr_storage& out) const;
  void increment();

  bool operator==(const Address&) const = default;
};

struct AddressHash {
  std::size_t operator()(const Address& address) const {
    return static_cast<std::size_t>(address.hash());
  }
};

// "127.0.0.1-127.0.4.8": both ends included; nothing when malformed or larger than limit.
std::optional<std::vector<Address>> parse_range(std::string_view text, std::size_t limit);

}  // namespace mxlab
