// SPDX-License-Identifier: GPL-3.0-or-later
//
// What there is to enumerate: cipher suites and groups by version, in parts that fit one hello.
#pragma once

#include <cstdint>
#include <vector>

namespace facts {

// The suites that a server of this version could take without a shared secret, every part at most
// wire::kMostCipherSuites. Kinds of key exchange apart, so that parts can be asked at the same
// time.
const std::vector<std::vector<std::uint16_t>>& cipher_suite_parts(std::uint16_t version);
// The groups of TLS 1.3 (elliptic curves; finite fields and post-quantum), or the curves of TLS 1.2
// and older.
const std::vector<std::vector<std::uint16_t>>& group_parts(std::uint16_t version);

}  // namespace facts
