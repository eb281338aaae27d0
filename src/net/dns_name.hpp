// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace net {

// A domain name as the octets that go over the wire, uncompressed, lower case. nullopt for a name
// that cannot be asked for: an empty label, a label over 63 octets, more than 255 in all, a broken
// escape. "" and "." are the root.
std::optional<std::string> wire_name(std::string_view presentation);

// The one presentation form (net/dns.hpp) of a name written in any. nullopt as wire_name().
std::optional<std::string> normal_name(std::string_view presentation);

}  // namespace net
