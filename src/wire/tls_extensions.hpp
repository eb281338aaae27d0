// SPDX-License-Identifier: GPL-3.0-or-later
//
// The extensions of a ClientHello as octets (RFC 8446 section 4.2 unless said otherwise). They are
// written as asked, sound or not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls_messages.hpp"

namespace wire {

Extension server_name_extension(std::string_view host);  // RFC 6066 section 3
Extension supported_versions_extension(const std::vector<std::uint16_t>& versions);
Extension supported_groups_extension(const std::vector<std::uint16_t>& groups);
Extension signature_algorithms_extension(const std::vector<std::uint16_t>& schemes);
// With a public key that is none of anybody's for each group: servers take it for one, and nobody
// knows the private key, so that no cryptography is needed to ask which group a server selects.
// Empty `groups` ask the server to choose (RFC 8446 section 4.2.8).
Extension key_share_extension(const std::vector<std::uint16_t>& groups);
Extension alpn_extension(const std::vector<std::string>& protocols);  // RFC 7301
Extension status_request_extension();                                 // RFC 6066 section 8
Extension ec_point_formats_extension();                               // RFC 8422 section 5.1.2
Extension psk_key_exchange_modes_extension();
Extension renegotiation_info_extension();  // empty, as in a first handshake (RFC 5746 section 3.4)
// RFC 7685: `octets` zeros.
Extension padding_extension(std::size_t octets);
Extension empty_extension(std::uint16_t type);

// What stands in a key share: a public key for which nobody knows the private one. One octet for a
// group that is not known.
std::string placeholder_key_share(std::uint16_t group);

}  // namespace wire
