// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace wire {

// Each gives the OID itself back when it has no name for it: as long-lived as `oid`.
std::string_view signature_algorithm_name(std::string_view oid);  // zcrypto's: "SHA256-RSA"
std::string_view key_algorithm_name(std::string_view oid);        // zcrypto's: "RSA", "ECDSA"
std::string_view curve_name(std::string_view oid);                // IANA's TLS group name
unsigned curve_bits(std::string_view oid);                        // 0: unknown
std::string_view attribute_name(std::string_view oid);  // of a distinguished name: "CN", "O"
std::string_view extended_key_usage_name(std::string_view oid);  // zcrypto's key: "server_auth"

}  // namespace wire
