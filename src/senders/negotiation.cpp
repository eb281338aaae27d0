// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/negotiation.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace senders {

namespace {

// `versions`: the sender's, the newest first.
Hurdle no_common_version(const Server& server, const std::vector<std::uint16_t>& versions) {
  const auto newest = versions.front();
  for (std::uint16_t version = wire::kTls13; version > newest; --version) {
    if (!server.yes(version_fact(version))) continue;
    return Hurdle::fails(
        version_fact(newest),
        fmt::format("it has {} at most, and the server wants newer", wire::version_name(newest)));
  }
  return Hurdle::fails(version_fact(versions.back()),
                       fmt::format("it wants {} at least, which the server does not have",
                                   wire::version_name(versions.back())));
}

}  // namespace

Negotiation negotiate_version(const Server& server, const model::TlsOffer& offer) {
  std::vector<std::uint16_t> versions = offer.versions;
  std::sort(versions.rbegin(), versions.rend());
  Negotiation result;
  std::string_view open;
  for (const std::uint16_t version : versions) {
    const Answer has = server.is(version_fact(version));
    if (has == Answer::no) continue;
    result.choices.push_back({version, CipherKind::other});
    if (has == Answer::yes) return result;
    if (open.empty()) open = version_fact(version);
  }
  if (!result.choices.empty()) {
    result.hurdle = Hurdle::open(open, "which versions the server has is not known");
  } else {
    result.hurdle = no_common_version(server, versions);
  }
  return result;
}

Negotiation negotiate_tls13(const Server& server, const model::TlsOffer& offer) {
  constexpr FactName kList = "cipher_suites_tls1_3";
  Negotiation result{{{wire::kTls13, CipherKind::other}}, Hurdle::none()};
  bool any_known = false;
  bool any_offered = false;
  bool aes128 = false;
  bool aes256 = false;
  for (const std::uint16_t suite : offer.cipher_suites) {
    if (!is_tls13_suite(suite)) continue;
    any_offered = true;
    any_known = any_known || server.lists(kList, wire::cipher_suite_name(suite));
    aes128 = aes128 || suite == 0x1301;
    aes256 = aes256 || suite == 0x1302;
  }
  // Without a list: our own probes offer both, and every server of TLS 1.3 must have the first
  // (RFC 8446 section 9.1).
  const bool whole = server.yes(kList);
  if (!any_offered || (whole && !any_known)) {
    result.hurdle = Hurdle::fails(kList, "the server takes none of its suites of TLS 1.3");
  } else if (!any_known && !(aes128 && aes256)) {
    result.hurdle = Hurdle::open(kList, "which suites of TLS 1.3 the server takes is not known");
  }
  return result;
}

}  // namespace senders
