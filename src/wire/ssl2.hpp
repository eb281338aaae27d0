// SPDX-License-Identifier: GPL-3.0-or-later
//
// SSL 2.0, as far as it must be recognized to say that a server still has it (RFC 6176; the format
// is that of draft-hickman-netscape-ssl-00).
#pragma once

#include <string_view>

namespace wire {

// True when `octets`, which need not be whole, begin with an SSL 2.0 record that holds a
// SERVER-HELLO of version 2.
bool begins_ssl2_server_hello(std::string_view octets);

}  // namespace wire
