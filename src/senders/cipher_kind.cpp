// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/cipher_kind.hpp"

#include <array>
#include <utility>

#include "wire/tls_names.hpp"

namespace senders {

CipherKind kind_of(std::uint16_t cipher_suite) {
  static constexpr std::array<std::pair<std::string_view, CipherKind>, 6> kKinds{{
      {"TLS_ECDHE_ECDSA_", CipherKind::ecdhe_ecdsa},
      {"TLS_ECDHE_RSA_", CipherKind::ecdhe_rsa},
      {"TLS_DHE_RSA_", CipherKind::dhe},
      {"TLS_RSA_WITH_", CipherKind::static_rsa},
      {"TLS_DH_anon_", CipherKind::anonymous_dh},
      {"TLS_ECDH_anon_", CipherKind::anonymous_ecdh},
  }};
  const std::string_view name = wire::cipher_suite_name(cipher_suite);
  for (const auto& [prefix, kind] : kKinds)
    if (name.starts_with(prefix)) return kind;
  return CipherKind::other;
}

std::string_view fact_of(CipherKind kind) {
  switch (kind) {
    case CipherKind::ecdhe_ecdsa:
      return "kx_ecdhe_ecdsa";
    case CipherKind::ecdhe_rsa:
      return "kx_ecdhe_rsa";
    case CipherKind::dhe:
      return "kx_dhe";
    case CipherKind::static_rsa:
      return "kx_static_rsa";
    case CipherKind::anonymous_dh:
    case CipherKind::anonymous_ecdh:
      return "kx_anonymous";
    default:
      return {};
  }
}

bool wants_tls12(std::uint16_t cipher_suite) {
  const std::string_view name = wire::cipher_suite_name(cipher_suite);
  // The hash that a name ends in is that of the MAC or, with AEAD, of the key schedule.
  return name.ends_with("_SHA256") || name.ends_with("_SHA384") || name.ends_with("_CCM") ||
         name.ends_with("_CCM_8");
}

bool is_tls13_suite(std::uint16_t cipher_suite) { return cipher_suite >> 8 == 0x13; }

}  // namespace senders
