// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace scan {

// Whose server an MX host is, as far as its name tells: its registrable domain by the ICANN part of
// the Public Suffix List (libpsl's own copy): "mx1.mail.example.co.uk" -> "example.co.uk". The
// list's private part is left aside on purpose: it takes the customers of one operator for
// operators. A host that is itself a public suffix, or has one label, stands for itself. `mx_host`:
// A-labels, lower case, no final dot.
std::string operator_of(std::string_view mx_host);

// The version of the list, its date: "20230209"; "unknown" where libpsl was built without one.
std::string suffix_list_version();

}  // namespace scan
