// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/network.hpp"

namespace scan {

std::string network_of(const base::IpAddress& address) {
  constexpr std::size_t kIpv4Octets = 3;
  constexpr std::size_t kIpv6Octets = 6;
  const auto& octets = address.octets();
  const std::size_t count = address.is_ipv4() ? kIpv4Octets : kIpv6Octets;
  return {octets.begin(), octets.begin() + static_cast<long>(count)};
}

std::uint64_t stable_hash(std::string_view octets) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char octet : octets) {
    hash ^= static_cast<unsigned char>(octet);
    hash *= 0x100000001b3U;
  }
  hash ^= hash >> 32;  // FNV's low bits depend on the octets' low bits alone
  hash *= 0xd6e8feb86659fd93U;
  return hash ^ (hash >> 32);
}

}  // namespace scan
