// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.hpp"
#include "base/result.hpp"

namespace net {

struct NameServer {
  base::IpAddress address;
  std::uint16_t port = 53;

  // "192.0.2.53", "192.0.2.53:5353", "2001:db8::53", "[2001:db8::53]:53". No zone, no port 0.
  static std::optional<NameServer> parse(std::string_view text);
  // With the port, always: "127.0.53.2:53".
  [[nodiscard]] std::string to_string() const;
};

// Parses what the user wrote, or asks the system (/etc/resolv.conf, through c-ares) when that is
// nothing. Never empty; fails with a sentence.
base::Result<std::vector<NameServer>> choose_name_servers(const std::vector<std::string>& wanted);

}  // namespace net
