// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/special_purpose.hpp"

#include <cassert>
#include <sstream>
#include <string>

namespace scan {

const Blocklist& builtin_blocklist() {
  static const Blocklist list = [] {
    std::istringstream text{std::string(builtin_blocklist_text())};
    auto read = Blocklist::read(text, "targets/blocklist.conf");
    assert(read.ok() && "targets/blocklist.conf does not parse");
    return std::move(*read);
  }();
  return list;
}

bool is_special_purpose(const base::IpAddress& address) {
  if (!address.is_ipv4()) {
    // A mapped address (::ffff:0:0/96) is no destination (RFC 4291 section 2.5.5.2) and outside
    // 2000::/3: the kernel would quietly use IPv4, past every rule about that address.
    static const base::IpNetwork nat64 = *base::IpNetwork::parse("64:ff9b::/96");
    static const base::IpNetwork global_unicast = *base::IpNetwork::parse("2000::/3");
    if (nat64.contains(address)) return is_special_purpose(*address.embedded_ipv4());
    if (!global_unicast.contains(address)) return true;
  }
  return builtin_blocklist().contains(address);
}

}  // namespace scan
