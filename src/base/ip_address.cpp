// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ip_address.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace base {
std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string terminated(text);
  if (terminated.find('\0') != std::string::npos) return std::nullopt;
  IpAddress address;
  if (inet_pton(AF_INET, terminated.c_str(), address.octets_.data()) == 1) return address;
  address.family_ = Family::ipv6;
  address.octets_ = {};
  if (inet_pton(AF_INET6, terminated.c_str(), address.octets_.data()) == 1) return address;
  return std::nullopt;
}

IpAddress IpAddress::from_ipv4(const std::array<std::uint8_t, 4>& octets) {
  IpAddress address;
  std::copy(octets.begin(), octets.end(), address.octets_.begin());
  return address;
}

IpAddress IpAddress::from_ipv6(const std::array<std::uint8_t, 16>& octets) {
  IpAddress address;
  address.family_ = Family::ipv6;
  address.octets_ = octets;
  return address;
}

std::string IpAddress::to_string() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(is_ipv4() ? AF_INET : AF_INET6, octets_.data(), text.data(), text.size());
  return text.data();
}

bool IpAddress::is_loopback() const {
  if (is_ipv4()) return octets_[0] == 127;
  if (const auto ipv4 = embedded_ipv4()) return ipv4->is_loopback();
  return *this == *parse("::1");
}

std::optional<IpAddress> IpAddress::embedded_ipv4() const {
  static const IpNetwork mapped = *IpNetwork::parse("::ffff:0:0/96");
  static const IpNetwork nat64 = *IpNetwork::parse("64:ff9b::/96");
  if (!mapped.contains(*this) && !nat64.contains(*this)) return std::nullopt;
  return from_ipv4({octets_[12], octets_[13], octets_[14], octets_[15]});
}

std::optional<IpNetwork> IpNetwork::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  const unsigned bits = address->is_ipv4() ? 32 : 128;
  if (slash == std::string_view::npos) return IpNetwork{*address, bits};
  const std::string_view digits = text.substr(slash + 1);
  unsigned prefix_length = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), prefix_length);
  if (error != std::errc{} || end != digits.data() + digits.size() || prefix_length > bits) {
    return std::nullopt;
  }
  return IpNetwork{*address, prefix_length};
}

bool IpNetwork::contains(const IpAddress& other) const {
  if (address.family() != other.family()) return false;
  const std::size_t whole = prefix_length / 8;
  const unsigned left = prefix_length % 8;
  const auto& a = address.octets();
  const auto& b = other.octets();
  if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin()))
    return false;
  if (left == 0) return true;
  const unsigned mask = 0xffU << (8 - left);
  return ((a[whole] ^ b[whole]) & mask & 0xffU) == 0;
}

IpAddress IpNetwork::with_host_bits(std::uint8_t fill) const {
  const std::size_t size = address.is_ipv4() ? 4 : 16;
  std::array<std::uint8_t, 16> octets = address.octets();
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t kept = std::clamp<std::size_t>(prefix_length, i * 8, i * 8 + 8) - i * 8;
    const unsigned host = 0xffU >> kept;
    octets[i] = static_cast<std::uint8_t>((octets[i] & ~host) | (fill & host));
  }
  return address.is_ipv4() ? IpAddress::from_ipv4({octets[0], octets[1], octets[2], octets[3]})
                           : IpAddress::from_ipv6(octets);
}

}  // namespace base

std::size_t std::hash<base::IpAddress>::operator()(const base::IpAddress& address) const noexcept {
  const auto& octets = address.octets();
  return std::hash<std::string_view>{}(
      std::string_view(reinterpret_cast<const char*>(octets.data()), octets.size()));
}
