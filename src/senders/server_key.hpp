// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a sender makes of the key in the server's certificate.
#pragma once

#include <cstdint>
#include <string>

#include "model/sender.hpp"
#include "senders/cipher_kind.hpp"
#include "senders/hurdle.hpp"
#include "senders/server.hpp"

namespace senders {

enum class KeyKind : std::uint8_t { rsa, rsa_pss, elliptic, edwards, both, unknown };

// Of the server's own certificate; both: it has one with an RSA and one with an elliptic key.
KeyKind key_kind(const Server& server);

// The group of an elliptic key (RFC 8422 section 5.1.1); 0: not known, or not one.
std::uint16_t curve_of_key(const Server& server);

// Whether the key can sign by what the hello allows (RFC 8446 section 4.2.3, RFC 5246 section
// 7.4.1.4.1).
Hurdle signature(const Server& server, const model::Step& hello, std::uint16_t version);

// What the key is used for when this is negotiated, and whether keyUsage allows it, where the
// sender looks. In TLS 1.3 `kind` does not matter.
Hurdle key_usage(const Server& server, model::KeyUsageRule rule, bool verified,
                 std::uint16_t version, CipherKind kind);

// The length of an RSA key.
Hurdle key_length(const Server& server, unsigned least_rsa_bits);

}  // namespace senders
