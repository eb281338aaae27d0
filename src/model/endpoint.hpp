// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "base/ip_address.hpp"

namespace model {

// Where one conversation goes, and under which name: the unit of a visit.
struct Endpoint {
  std::string mx_host;  // A-labels, lower case, no final dot: the MX host, which is also the SNI
  base::IpAddress ip;
  std::uint16_t port = 25;

  auto operator<=>(const Endpoint&) const = default;
};

// "mx1.example.org/192.0.2.1:25", "mx1.example.org/[2001:db8::1]:25": what joins a domain line to
// its endpoint lines.
std::string endpoint_id(const Endpoint& endpoint);

}  // namespace model
