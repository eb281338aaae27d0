// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include <ares.h>

#include "net/dns.hpp"

namespace net {

// Fills in the aliases and records that the message has for `name` (in normal form) and `type`, and
// their TTL, and that of a "no". Turns noerror into no_answer when there is no such record, and
// into cname_loop.
void take_records(const ares_dns_record_t& message, std::string_view name, RecordType type,
                  DnsAnswer& answer);

}  // namespace net
