// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/ip_address.hpp"

namespace facts {

// An address that the public internet routes: none that IANA's special-purpose registries (RFC
// 6890) keep for something else, no multicast, and of IPv6 only 2000::/3 (RFC 4291 section 2.4). A
// NAT64 address (RFC 6052) is judged by the IPv4 address in it. The same as what scan refuses to
// contact; a test compares the two.
bool is_public(const base::IpAddress& address);

}  // namespace facts
