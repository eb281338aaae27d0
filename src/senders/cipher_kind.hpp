// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "senders/fact_name.hpp"

namespace senders {

// What a cipher suite of TLS 1.2 or older asks of the server's key.
enum class CipherKind : std::uint8_t {
  ecdhe_ecdsa,
  ecdhe_rsa,
  dhe,  // with an RSA key
  static_rsa,
  anonymous_dh,  // without a certificate
  anonymous_ecdh,
  other,  // TLS 1.3's own, and what no sender of our time offers
};

CipherKind kind_of(std::uint16_t cipher_suite);

constexpr bool is_anonymous(CipherKind kind) {
  return kind == CipherKind::anonymous_dh || kind == CipherKind::anonymous_ecdh;
}
constexpr bool has_forward_secrecy(CipherKind kind) { return kind != CipherKind::static_rsa; }

// The fact that says whether the server takes suites of the kind; not of `other`.
FactName fact_of(CipherKind kind);

// In TLS 1.2 and not before: AEAD and SHA-2 (RFC 5246 section 1.2, RFC 5288 section 3).
bool wants_tls12(std::uint16_t cipher_suite);
bool is_tls13_suite(std::uint16_t cipher_suite);

}  // namespace senders
