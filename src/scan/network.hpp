// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/ip_address.hpp"

namespace scan {

// The network that an address stands in for: its first 24 bits (IPv4) or 48 (IPv6), as octets.
std::string network_of(const base::IpAddress& address);

// The same number for the same octets on every machine and in every version (64-bit FNV-1a, mixed
// once more for its low bits): what divides the work among loops and shards.
std::uint64_t stable_hash(std::string_view octets);

}  // namespace scan
