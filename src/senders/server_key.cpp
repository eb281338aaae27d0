// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/server_key.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace senders {
namespace {

constexpr FactName kKey = "certificate_key_sound";  // its list: the kind, or the curve

bool is_rsa_pkcs1(std::uint16_t scheme) {
  return scheme == 0x0201 || scheme == 0x0301 || scheme == 0x0401 || scheme == 0x0501 ||
         scheme == 0x0601;
}
bool is_rsa_pss(std::uint16_t scheme) { return scheme >= 0x0804 && scheme <= 0x0806; }
bool is_ecdsa(std::uint16_t scheme) { return (scheme & 0xff) == 0x03 && scheme >> 8 <= 6; }

// The only scheme of TLS 1.3 for a key of this kind; 0: there is a choice, or it is not known.
std::uint16_t scheme_of(std::string_view kind) {
  if (kind == "secp256r1") return 0x0403;
  if (kind == "secp384r1") return 0x0503;
  if (kind == "secp521r1") return 0x0603;
  if (kind == "Ed25519") return 0x0807;
  if (kind == "Ed448") return 0x0808;
  return 0;
}

std::string_view key_word(const Server& server) {
  const std::vector<std::string>& list = server.fact(kKey).list;
  return list.size() == 1 ? std::string_view(list.front()) : std::string_view();
}

}  // namespace

KeyKind key_kind(const Server& server) {
  if (server.yes("kx_ecdhe_rsa") && server.yes("kx_ecdhe_ecdsa")) return KeyKind::both;
  const std::string_view word = key_word(server);
  if (word.empty()) return KeyKind::unknown;
  if (word == "RSA") return KeyKind::rsa;
  if (word == "RSA-PSS") return KeyKind::rsa_pss;
  if (word == "Ed25519" || word == "Ed448") return KeyKind::edwards;
  return KeyKind::elliptic;
}

std::uint16_t curve_of_key(const Server& server) {
  return key_kind(server) == KeyKind::elliptic ? wire::group_of(key_word(server)).value_or(0) : 0;
}

Hurdle signature(const Server& server, const model::Step& hello, std::uint16_t version) {
  const auto& schemes = hello.form.signature_algorithms;
  if (schemes.empty()) return Hurdle::none();
  const KeyKind kind = key_kind(server);
  const auto any = [&](auto is_meant) {
    return std::any_of(schemes.begin(), schemes.end(), is_meant);
  };
  bool possible = true;
  if (version < wire::kTls12) {
    // Whose signature is made with SHA-1, and MD5 beside it with RSA (RFC 4346 section 7.4.3): a
    // client that does not offer SHA-1 elsewhere does not take it here (OpenSSL 3 from level 1 on).
    if (!any([](std::uint16_t scheme) { return scheme >> 8 == 0x02; })) {
      return Hurdle::fails("tls1_2",
                           "it takes no signatures with SHA-1, and TLS 1.0 and 1.1 have no "
                           "others");
    }
  } else if (kind == KeyKind::rsa_pss) {
    possible = any([](std::uint16_t scheme) { return scheme >= 0x0809 && scheme <= 0x080b; });
  } else if (kind == KeyKind::rsa) {
    possible = any(is_rsa_pss) || (version < wire::kTls13 && any(is_rsa_pkcs1));
  } else if (kind == KeyKind::elliptic && version < wire::kTls13) {
    possible = any(is_ecdsa);  // of any curve: the number names the hash alone
  } else if (kind == KeyKind::elliptic || kind == KeyKind::edwards) {
    const std::uint16_t only = scheme_of(key_word(server));
    possible = only == 0 || any([only](std::uint16_t scheme) { return scheme == only; });
  }
  if (possible) return Hurdle::none();
  return Hurdle::fails(kKey, fmt::format("it cannot check signatures of the server's key, {}",
                                         server.fact(kKey).seen));
}

Hurdle key_usage(const Server& server, model::KeyUsageRule rule, bool verified,
                 std::uint16_t version, CipherKind kind) {
  const bool tls13 = version >= wire::kTls13;
  const bool looks =
      rule == model::KeyUsageRule::always ||
      (rule == model::KeyUsageRule::where_verified && verified) ||
      (rule == model::KeyUsageRule::elliptic_keys && !tls13 && kind == CipherKind::ecdhe_ecdsa);
  if (!looks || (!tls13 && is_anonymous(kind))) return Hurdle::none();
  const bool encipherment = !tls13 && kind == CipherKind::static_rsa;
  const FactName fact = encipherment ? FactName("key_usage_allows_encipherment")
                                     : FactName("key_usage_allows_signature");
  if (server.yes(fact)) return Hurdle::none();
  if (!server.no(fact)) return Hurdle::open(fact, "keyUsage is not known");
  return Hurdle::fails(fact, fmt::format("it looks at keyUsage, which does not allow {}",
                                         encipherment ? "keyEncipherment" : "digitalSignature"));
}

Hurdle key_length(const Server& server, unsigned least_rsa_bits) {
  if (least_rsa_bits == 0) return Hurdle::none();
  const Fact& key = server.fact(kKey);
  const KeyKind kind = key_kind(server);
  if (kind == KeyKind::unknown) return Hurdle::open(kKey, "the server's key is not known");
  // Of two keys the elliptic one is what is mostly shown, and the other's length is not in the
  // facts.
  const bool rsa = kind == KeyKind::rsa || kind == KeyKind::rsa_pss;
  if (!rsa || !key.number) return Hurdle::none();
  if (*key.number >= least_rsa_bits) return Hurdle::none();
  return Hurdle::fails(kKey, fmt::format("it wants an RSA key of {} bits, the server's has {}",
                                         least_rsa_bits, *key.number));
}

}  // namespace senders
