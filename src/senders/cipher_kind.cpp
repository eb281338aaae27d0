// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/cipher_kind.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <utility>

#include "wire/tls_names.hpp"

namespace senders {

namespace {

struct Traits {
  CipherKind kind = CipherKind::other;
  bool wants_tls12 = false;
};
using Page = std::array<Traits, 256>;  // by the lower octet

Traits traits_by_name(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, CipherKind>, 6> kKinds{{
      {"TLS_ECDHE_ECDSA_", CipherKind::ecdhe_ecdsa},
      {"TLS_ECDHE_RSA_", CipherKind::ecdhe_rsa},
      {"TLS_DHE_RSA_", CipherKind::dhe},
      {"TLS_RSA_WITH_", CipherKind::static_rsa},
      {"TLS_DH_anon_", CipherKind::anonymous_dh},
      {"TLS_ECDH_anon_", CipherKind::anonymous_ecdh},
  }};
  Traits traits;
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                 [name](const auto& row) { return name.starts_with(row.first); });
  if (kind != kKinds.end()) traits.kind = kind->second;
  // The hash that a name ends in is that of the MAC or, with AEAD, of the key schedule.
  traits.wants_tls12 = name.ends_with("_SHA256") || name.ends_with("_SHA384") ||
                       name.ends_with("_CCM") || name.ends_with("_CCM_8");
  return traits;
}

Page read_page(unsigned upper) {
  Page page;
  for (std::size_t lower = 0; lower < page.size(); ++lower) {
    const auto number = static_cast<std::uint16_t>(upper << 8 | lower);
    page[lower] = traits_by_name(wire::cipher_suite_name(number));
  }
  return page;
}

// A domain's verdicts ask for some thousands: the names are read once.
Traits traits_of(std::uint16_t cipher_suite) {
  static const Page kOldest = read_page(0x00);
  static const Page kElliptic = read_page(0xc0);
  static const Page kChaCha20 = read_page(0xcc);
  const std::size_t lower = cipher_suite & 0xff;
  switch (cipher_suite >> 8) {
    case 0x00:
      return kOldest[lower];
    case 0xc0:
      return kElliptic[lower];
    case 0xcc:
      return kChaCha20[lower];
    default:
      return traits_by_name(wire::cipher_suite_name(cipher_suite));
  }
}

}  // namespace

CipherKind kind_of(std::uint16_t cipher_suite) { return traits_of(cipher_suite).kind; }

FactName fact_of(CipherKind kind) {
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
    case CipherKind::other:
      break;
  }
  assert(false && "no fact says whether a server takes such");
  return "kx_anonymous";
}

bool wants_tls12(std::uint16_t cipher_suite) { return traits_of(cipher_suite).wants_tls12; }

bool is_tls13_suite(std::uint16_t cipher_suite) { return cipher_suite >> 8 == 0x13; }

}  // namespace senders
