// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <ares.h>

namespace net {

// The Extended DNS Error (RFC 8914) of a message as text: "9 DNSKEY Missing: no key for x.example";
// empty when it has none, the last when it has several (c-ares keeps one option of a kind). Of the
// server's own words at most 255 octets. `has_edns`: whether the message has an OPT record at all.
void read_extended_error(const ares_dns_record_t& message, bool& has_edns, std::string& text);

}  // namespace net
