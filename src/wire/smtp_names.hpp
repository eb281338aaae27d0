// SPDX-License-Identifier: GPL-3.0-or-later
//
// The names that hosts give themselves in SMTP (RFC 5321 sections 2.3.5 and 4.1.2).
#pragma once

#include <string_view>

namespace wire {

// "mx.example.org": a fully qualified domain name of letters, digits and hyphens. A word without a
// dot ("ESMTP") fits the grammar and is none; an address without brackets is none either.
bool is_domain_name(std::string_view word);

// "[192.0.2.1]", "[IPv6:2001:db8::1]" (RFC 5321 section 4.1.3).
bool is_address_literal(std::string_view word);

}  // namespace wire
