// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ip_address.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include <arpa/inet.h>

namespace base {
namespace {

// IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates), what is not
// globally reachable, and multicast (RFC 5771, RFC 4291), which they do not list.
constexpr std::array kSpecialPurpose{
    std::string_view("0.0.0.0/8"),      std::string_view("10.0.0.0/8"),
    std::string_view("100.64.0.0/10"),  std::string_view("127.0.0.0/8"),
    std::string_view("169.254.0.0/16"), std::string_view("172.16.0.0/12"),
    std::string_view("192.0.0.0/24"),   std::string_view("192.0.2.0/24"),
    std::string_view("192.88.99.0/24"), std::string_view("192.168.0.0/16"),
    std::string_view("198.18.0.0/15"),  std::string_view("198.51.100.0/24"),
    std::string_view("203.0.113.0/24"), std::string_view("224.0.0.0/4"),
    std::string_view("240.0.0.0/4"),    std::string_view("::/128"),
    std::string_view("::1/128"),        std::string_view("64:ff9b:1::/48"),
    std::string_view("100::/64"),       std::string_view("2001::/23"),
    std::string_view("2001:db8::/32"),  std::string_view("2002::/16"),
    std::string_view("3fff::/20"),      std::string_view("5f00::/16"),
    std::string_view("fc00::/7"),       std::string_view("fe80::/10"),
    std::string_view("ff00::/8"),
};

// The only IPv6 addresses that are given out for the public internet (RFC 4291 section 2.4, IANA
// IPv6 Address Space): what is outside it and in no registry, as ::127.0.0.1 and fec0::1, is not.
constexpr std::string_view kGlobalUnicast = "2000::/3";

const std::vector<IpNetwork>& special_purpose_networks() {
  static const std::vector<IpNetwork> networks = [] {
    std::vector<IpNetwork> parsed;
    for (const std::string_view text : kSpecialPurpose) parsed.push_back(*IpNetwork::parse(text));
    return parsed;
  }();
  return networks;
}

// The IPv4 address that an IPv6 one stands for: mapped (RFC 4291) or NAT64 (RFC 6052).
std::optional<IpAddress> embedded_ipv4(const IpAddress& address) {
  static const IpNetwork mapped = *IpNetwork::parse("::ffff:0:0/96");
  static const IpNetwork nat64 = *IpNetwork::parse("64:ff9b::/96");
  if (!mapped.contains(address) && !nat64.contains(address)) return std::nullopt;
  const auto& octets = address.octets();
  return IpAddress::from_ipv4({octets[12], octets[13], octets[14], octets[15]});
}

}  // namespace

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
  if (const auto ipv4 = embedded_ipv4(*this)) return ipv4->is_loopback();
  return *this == *parse("::1");
}

bool IpAddress::is_special_purpose() const {
  if (const auto ipv4 = is_ipv4() ? std::nullopt : embedded_ipv4(*this)) {
    // A mapped address is no destination (RFC 4291 section 2.5.5.2): the kernel would quietly use
    // IPv4, past every rule about that address.
    return octets_[0] == 0 && octets_[1] == 0 ? true : ipv4->is_special_purpose();
  }
  static const IpNetwork global_unicast = *IpNetwork::parse(kGlobalUnicast);
  if (!is_ipv4() && !global_unicast.contains(*this)) return true;
  const auto& networks = special_purpose_networks();
  return std::any_of(networks.begin(), networks.end(),
                     [this](const IpNetwork& network) { return network.contains(*this); });
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

}  // namespace base

std::size_t std::hash<base::IpAddress>::operator()(const base::IpAddress& address) const noexcept {
  const auto& octets = address.octets();
  return std::hash<std::string_view>{}(
      std::string_view(reinterpret_cast<const char*>(octets.data()), octets.size()));
}
