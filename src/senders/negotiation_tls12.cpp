// SPDX-License-Identifier: GPL-3.0-or-later
//
// The choice of a cipher suite up to TLS 1.2, where it decides the key exchange too: by the whole
// list of what the server takes, where it was asked for one by one, or by the kinds of key
// exchange.
#include <algorithm>
#include <optional>
#include <set>

#include <fmt/core.h>

#include "senders/groups.hpp"
#include "senders/negotiation.hpp"
#include "senders/server_key.hpp"

namespace senders {
namespace {

FactName suites_fact(std::uint16_t version) {
  switch (version) {
    case wire::kTls12:
      return "cipher_suites_tls1_2";
    case wire::kTls11:
      return "cipher_suites_tls1_1";
    case wire::kTls10:
      return "cipher_suites_tls1_0";
    default:
      return "cipher_suites_ssl3";
  }
}

bool is_elliptic(std::uint16_t suite) {
  return wire::cipher_suite_name(suite).starts_with("TLS_ECDH");
}

// Whether the groups of the hello allow the suite (RFC 8422 section 5.1). A hello without groups
// leaves them to the server.
Answer groups_allow(const Server& server, const model::TlsOffer& offer, std::uint16_t suite,
                    std::uint16_t version) {
  if (!is_elliptic(suite) || offer.groups.empty()) return Answer::yes;
  if (kind_of(suite) == CipherKind::ecdhe_ecdsa) {
    const std::uint16_t curve = curve_of_key(server);
    const auto& groups = offer.groups;
    if (curve != 0 && std::find(groups.begin(), groups.end(), curve) == groups.end())
      return Answer::no;
  }
  return does_any_group(server, offer.groups, version);
}

// What the hello offers in this version, in its order.
Numbers usable_suites(const model::TlsOffer& offer, std::uint16_t version) {
  Numbers usable;
  for (const std::uint16_t suite : offer.cipher_suites) {
    if (is_tls13_suite(suite) || kind_of(suite) == CipherKind::other) continue;
    if (version < wire::kTls12 && wants_tls12(suite)) continue;
    usable.push_back(suite);
  }
  return usable;
}

void add_kind(std::vector<Choice>& choices, std::uint16_t version, CipherKind kind) {
  const auto there = std::find_if(choices.begin(), choices.end(),
                                  [kind](const Choice& choice) { return choice.kind == kind; });
  if (there == choices.end()) choices.push_back({version, kind});
}

// A server that prefers forward secrecy for ordinary senders does so for others, whatever its order
// is beyond that.
void drop_static_rsa(const Server& server, std::vector<Choice>& choices) {
  const bool other = std::any_of(choices.begin(), choices.end(), [](const Choice& choice) {
    return has_forward_secrecy(choice.kind);
  });
  if (!other || !server.yes("forward_secrecy")) return;
  choices.erase(
      std::remove_if(choices.begin(), choices.end(),
                     [](const Choice& choice) { return !has_forward_secrecy(choice.kind); }),
      choices.end());
}

Negotiation none_in_common(std::uint16_t version, const std::string& why) {
  return {
      {},
      Hurdle::fails(suites_fact(version), fmt::format("the server takes none of its suites of {}{}",
                                                      wire::version_name(version), why))};
}

// ---- By the whole list --------------------------------------------------------------------------

// In the order in which the server would choose: its own, or the hello's. `own_order` unknown: any
// of them may be it.
Negotiation by_list(const Server& server, const model::TlsOffer& offer, std::uint16_t version) {
  const FactName name = suites_fact(version);
  const Fact& list = server.fact(name);
  Numbers common;
  for (const std::uint16_t suite : usable_suites(offer, version))
    if (server.lists(name, wire::cipher_suite_name(suite))) common.push_back(suite);
  if (common.empty()) return none_in_common(version, "");
  if (server.yes("server_cipher_preference")) {
    const auto place = [&list](std::uint16_t suite) {
      return std::find(list.list.begin(), list.list.end(), wire::cipher_suite_name(suite));
    };
    std::sort(common.begin(), common.end(),
              [&](std::uint16_t a, std::uint16_t b) { return place(a) < place(b); });
  }
  const bool order_known = server.is("server_cipher_preference") != Answer::unknown;
  Negotiation result;
  bool certain = false;
  for (const std::uint16_t suite : common) {
    const Answer allowed = groups_allow(server, offer, suite, version);
    if (allowed == Answer::no) continue;
    add_kind(result.choices, version, kind_of(suite));
    certain = certain || allowed == Answer::yes;
    if (certain && order_known) break;
  }
  if (result.choices.empty()) return none_in_common(version, " with its groups");
  if (!order_known && certain) drop_static_rsa(server, result.choices);
  if (!certain)
    result.hurdle = Hurdle::open("groups_tls1_2", "which groups the server takes is not known");
  return result;
}

// ---- By kinds -----------------------------------------------------------------------------------

// The hello has, of this kind, what nearly every server with the kind takes.
bool covers(const Numbers& suites, CipherKind kind, std::uint16_t version) {
  int gcm = 0;
  int cbc = 0;
  for (const std::uint16_t suite : suites) {
    if (kind_of(suite) != kind) continue;
    const std::string_view name = wire::cipher_suite_name(suite);
    if (name.find("_GCM_") != std::string_view::npos && name.find("_AES_") != name.npos) ++gcm;
    if (name.ends_with("_CBC_SHA") && name.find("_AES_") != name.npos) ++cbc;
  }
  return cbc >= 2 && (version < wire::kTls12 || gcm >= 2);
}

// Of the four suites that the fact speaks of, those that fit the server's key are offered.
bool offers_recommended(const Numbers& suites, KeyKind key) {
  const auto has = [&suites](std::uint16_t suite) {
    return std::find(suites.begin(), suites.end(), suite) != suites.end();
  };
  const bool rsa = has(0xc02f) && has(0xc030);
  const bool ecdsa = has(0xc02b) && has(0xc02c);
  return key == KeyKind::rsa ? rsa : key == KeyKind::elliptic ? ecdsa : rsa && ecdsa;
}

// What an ordinary sender is answered with, and who offers as much is answered alike.
std::optional<Negotiation> by_recommendation(const Server& server, const model::TlsOffer& offer,
                                             const Numbers& suites, std::uint16_t version) {
  const KeyKind key = key_kind(server);
  if (version != wire::kTls12 || !server.yes("recommended_suite_tls1_2") ||
      key == KeyKind::unknown || !offers_recommended(suites, key))
    return std::nullopt;
  const std::uint16_t example = key == KeyKind::rsa ? 0xc02f : 0xc02b;
  if (groups_allow(server, offer, example, version) != Answer::yes) return std::nullopt;
  Negotiation result;
  if (key != KeyKind::elliptic) add_kind(result.choices, version, CipherKind::ecdhe_rsa);
  if (key != KeyKind::rsa) add_kind(result.choices, version, CipherKind::ecdhe_ecdsa);
  return result;
}

Negotiation by_kinds(const Server& server, const model::TlsOffer& offer, std::uint16_t version) {
  const Numbers suites = usable_suites(offer, version);
  if (const auto known = by_recommendation(server, offer, suites, version)) return *known;
  Negotiation result;
  bool certain = false;
  std::string_view open;
  std::set<CipherKind> seen;
  for (const std::uint16_t suite : suites) {
    const CipherKind kind = kind_of(suite);
    if (!seen.insert(kind).second) continue;
    const Answer takes = server.is(fact_of(kind));
    const Answer allowed = groups_allow(server, offer, suite, version);
    if (takes == Answer::no || allowed == Answer::no) continue;
    add_kind(result.choices, version, kind);
    if (takes == Answer::yes && allowed == Answer::yes && covers(suites, kind, version)) {
      certain = true;
    } else if (open.empty()) {
      open = takes == Answer::yes && allowed != Answer::yes ? "groups_tls1_2"
             : takes == Answer::yes                         ? suites_fact(version)
                                                            : fact_of(kind);
    }
  }
  if (result.choices.empty()) return none_in_common(version, "");
  if (certain) drop_static_rsa(server, result.choices);
  if (!certain) result.hurdle = Hurdle::open(open, "which suites the server takes is not known");
  return result;
}

}  // namespace

Negotiation negotiate_tls12(const Server& server, const model::TlsOffer& offer,
                            std::uint16_t version) {
  return server.yes(suites_fact(version)) ? by_list(server, offer, version)
                                          : by_kinds(server, offer, version);
}

}  // namespace senders
