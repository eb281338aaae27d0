// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace scan {

// A name that a person wrote, as DNS knows it: A-labels (IDNA 2008, with UTS 46 mapping of case and
// width), lower case, no final dot. Fails with a sentence for what is no host name: an address, a
// URL, a mail address, a label over 63 octets, a character that no host name has. Underscores are
// allowed, and A-labels are taken as they are.
base::Result<std::string> to_domain_name(std::string_view text);

// True for a name that a mail server will take for a greeting: at least two labels, none of them
// "localhost", and no address (RFC 5321 section 4.1.1.1 wants a fully-qualified domain name).
bool is_fully_qualified(std::string_view name);

}  // namespace scan
