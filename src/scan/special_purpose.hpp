// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/ip_address.hpp"
#include "scan/blocklist.hpp"

namespace scan {

// targets/blocklist.conf as it was when the program was built.
std::string_view builtin_blocklist_text();
const Blocklist& builtin_blocklist();

// True unless the address is one that the public internet routes: private, loopback, link-local,
// documentation, multicast, ... That is what targets/blocklist.conf lists, and all IPv6 addresses
// outside 2000::/3, the only ones that are given out for the public internet (RFC 4291 section 2.4,
// IANA IPv6 Address Space), such as ::127.0.0.1 and fec0::1. A NAT64 address (64:ff9b::/96, RFC
// 6052) is judged by the IPv4 address in it.
bool is_special_purpose(const base::IpAddress& address);

}  // namespace scan
