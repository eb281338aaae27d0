// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// An IPv4 or IPv6 address as a value. No scope id, no port.
class IpAddress {
 public:
  enum class Family : std::uint8_t { ipv4, ipv6 };

  // "192.0.2.1" or "2001:db8::1"; nullopt for anything else (no brackets, no zone).
  static std::optional<IpAddress> parse(std::string_view text);
  // Network byte order, as in an A or AAAA record.
  static IpAddress from_ipv4(const std::array<std::uint8_t, 4>& octets);
  static IpAddress from_ipv6(const std::array<std::uint8_t, 16>& octets);

  [[nodiscard]] Family family() const { return family_; }
  [[nodiscard]] bool is_ipv4() const { return family_ == Family::ipv4; }
  // 16 octets; an IPv4 address fills the first four, the rest are zero.
  [[nodiscard]] const std::array<std::uint8_t, 16>& octets() const { return octets_; }
  // The canonical text (RFC 5952 for IPv6).
  [[nodiscard]] std::string to_string() const;

  [[nodiscard]] bool is_loopback() const;
  // The IPv4 address that an IPv6 one stands for: mapped (::ffff:0:0/96, RFC 4291) or NAT64
  // (64:ff9b::/96, RFC 6052). nullopt for every other.
  [[nodiscard]] std::optional<IpAddress> embedded_ipv4() const;

  // IPv4 before IPv6, then in numerical order.
  auto operator<=>(const IpAddress&) const = default;

 private:
  Family family_ = Family::ipv4;
  std::array<std::uint8_t, 16> octets_{};
};

// An address block, "192.0.2.0/24".
struct IpNetwork {
  IpAddress address;
  unsigned prefix_length = 0;  // bits, 0-32 or 0-128

  static std::optional<IpNetwork> parse(std::string_view text);
  [[nodiscard]] bool contains(const IpAddress& other) const;
  // The ends of the block: host bits all zero, all one.
  [[nodiscard]] IpAddress first() const { return with_host_bits(0x00); }
  [[nodiscard]] IpAddress last() const { return with_host_bits(0xff); }

 private:
  [[nodiscard]] IpAddress with_host_bits(std::uint8_t fill) const;
};

}  // namespace base

template <>
struct std::hash<base::IpAddress> {
  std::size_t operator()(const base::IpAddress& address) const noexcept;
};
