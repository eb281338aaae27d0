// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "base/ip_address.hpp"

namespace model {

// Where a server's own users hand in mail.
inline constexpr std::uint16_t kSubmissionsPort = 465;  // TLS comes first (RFC 8314 section 3.3)
inline constexpr std::uint16_t kSubmissionPort = 587;   // by STARTTLS (RFC 6409 section 3.1)

// Where one conversation goes, and under which name: the unit of a visit.
struct Endpoint {
  std::string mx_host;  // A-labels, lower case, no final dot: the MX host, which is also the SNI
  base::IpAddress ip;
  std::uint16_t port = 25;

  // TLS begins with the connection, and the greeting stands inside it.
  [[nodiscard]] bool has_implicit_tls() const { return port == kSubmissionsPort; }

  auto operator<=>(const Endpoint&) const = default;
};

// "mx1.example.org/192.0.2.1:25", "mx1.example.org/[2001:db8::1]:25": what joins a domain line to
// its endpoint lines.
std::string endpoint_id(const Endpoint& endpoint);

}  // namespace model
