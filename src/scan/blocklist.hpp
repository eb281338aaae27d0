// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <istream>
#include <string>
#include <vector>

#include "base/ip_address.hpp"
#include "base/result.hpp"

namespace scan {

// Addresses that asked not to be contacted, in zmap's format: an address or a CIDR block a line,
// IPv4 or IPv6; "#" begins a comment.
class Blocklist {
 public:
  Blocklist() = default;
  // Fails at the first line that is neither, and when reading fails (a folder, say): a block that
  // was not understood, or not read, would be contacted.
  static base::Result<Blocklist> read(std::istream& text, const std::string& name);

  [[nodiscard]] bool contains(const base::IpAddress& address) const;

 private:
  std::vector<base::IpNetwork> networks_;
};

}  // namespace scan
