// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "model/records.hpp"

namespace policy {

// Octets as the value of a TXT record in a zone file (RFC 1035 sections 3.3 and 5.1): in quotation
// marks, strings of 255 octets at most, what is not printable as \DDD.
std::string txt_value(std::string_view text);

// "3 1 1 9f86...", as a zone file has it (RFC 6698 section 2.2).
std::string tlsa_value(const model::TlsaRecord& record);

}  // namespace policy
