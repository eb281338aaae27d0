// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/public_address.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace facts {
namespace {

// targets/blocklist.conf has the reasons.
constexpr std::string_view kNotPublic[] = {
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
    "2001::/23",     "2001:db8::/32",   "2002::/16",      "3fff::/20",
};

}  // namespace

bool is_public(const base::IpAddress& address) {
  static const base::IpNetwork kNat64 = *base::IpNetwork::parse("64:ff9b::/96");
  static const base::IpNetwork kGlobalUnicast = *base::IpNetwork::parse("2000::/3");
  static const std::vector<base::IpNetwork> kNetworks = [] {
    std::vector<base::IpNetwork> networks;
    for (const std::string_view text : kNotPublic)
      networks.push_back(*base::IpNetwork::parse(text));
    return networks;
  }();
  if (!address.is_ipv4()) {
    if (kNat64.contains(address)) return is_public(*address.embedded_ipv4());
    if (!kGlobalUnicast.contains(address)) return false;
  }
  return std::none_of(kNetworks.begin(), kNetworks.end(),
                      [&](const base::IpNetwork& network) { return network.contains(address); });
}

}  // namespace facts
