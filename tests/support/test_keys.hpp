// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keys that are there already, because making them takes seconds (tests/data/keys). Everybody knows
// them.
#pragma once

#include <string>

namespace support {

// PEM, for CertificateWish::key_pem. 512, 768, 1024, 2048, 3072, 4096 or 8192 bits.
std::string test_rsa_key(unsigned bits);
// PEM. 512 or 1024 bits of no known group, 1536 of RFC 3526, 2048, 3072 or 4096 of RFC 7919.
std::string test_dh_parameters(unsigned bits);

}  // namespace support
