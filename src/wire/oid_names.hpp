// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace wire {

// Each gives the OID itself back when it has no name for it.
std::string signature_algorithm_name(std::string_view oid);  // zcrypto's: "SHA256-RSA"
std::string key_algorithm_name(std::string_view oid);        // zcrypto's: "RSA", "ECDSA"
std::string curve_name(std::string_view oid);                // IANA's TLS group name
unsigned curve_bits(std::string_view oid);                   // 0: unknown
std::string attribute_name(std::string_view oid);            // of a distinguished name: "CN", "O"
std::string extended_key_usage_name(std::string_view oid);   // zcrypto's key: "server_auth"

}  // namespace wire
