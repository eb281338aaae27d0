// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/comparable.hpp"

#include <algorithm>

#include "facts/numbers.hpp"
#include "facts/topics.hpp"
#include "wire/certificate.hpp"

namespace facts {
namespace {

using Schemes = std::vector<std::uint16_t>;

struct NamedSchemes {
  std::string_view name;
  Schemes schemes;
};

const Schemes* find(const std::vector<NamedSchemes>& table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [name](const NamedSchemes& row) { return row.name == name; });
  return found == table.end() ? nullptr : &found->schemes;
}

// What a TLS 1.3 server can sign with a key of this kind, or curve (RFC 8446 section 4.2.3).
const Schemes* schemes_of_key(const wire::PublicKey& key) {
  static const std::vector<NamedSchemes> kTable{
      {"RSA", {0x0804, 0x0805, 0x0806}},
      {"RSA-PSS", {0x0809, 0x080a, 0x080b}},
      {"Ed25519", {0x0807}},
      {"Ed448", {0x0808}},
      {"secp256r1", {0x0403}},
      {"secp384r1", {0x0503}},
      {"secp521r1", {0x0603}},
  };
  return find(kTable, key.curve.empty() ? key.algorithm : key.curve);
}

// What a certificate is signed with; the list of a hello is about those too.
const Schemes* schemes_of_signature(std::string_view algorithm) {
  static const std::vector<NamedSchemes> kTable{
      {"SHA1-RSA", {0x0201}},
      {"ECDSA-SHA1", {0x0203}},
      {"SHA256-RSA", {0x0401}},
      {"SHA384-RSA", {0x0501}},
      {"SHA512-RSA", {0x0601}},
      {"ECDSA-SHA256", {0x0403}},
      {"ECDSA-SHA384", {0x0503}},
      {"ECDSA-SHA512", {0x0603}},
      {"Ed25519", {0x0807}},
      {"Ed448", {0x0808}},
      {"RSA-PSS", {0x0804, 0x0805, 0x0806}},
  };
  return find(kTable, algorithm);
}

bool any_of(const Schemes& wanted, const Schemes& offered) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&offered](std::uint16_t scheme) { return contains(offered, scheme); });
}

bool can_be_signed_for(const Schemes& offered, const Schemes& offered_then, const Talk& then) {
  if (offered == offered_then) return true;
  const std::uint16_t scheme = then.tls()->signature_scheme;
  if (scheme != 0 && !contains(offered, scheme)) return false;
  if (!then.presented_certificate()) return true;
  const Schemes* key = schemes_of_key(leaf_of(then).public_key);
  // TLS 1.3 does not show what was signed with.
  if (then.version() >= wire::kTls13 && (key == nullptr || !any_of(*key, offered))) return false;
  const auto& chain = then.certificates();
  return std::all_of(chain.begin(), chain.end(), [&](const wire::CertificateFacts& certificate) {
    const Schemes* schemes = schemes_of_signature(certificate.signature_algorithm);
    return certificate.self_issued || schemes == nullptr || any_of(*schemes, offered) ||
           !any_of(*schemes, offered_then);
  });
}

// A server that reads supported_versions goes by it alone; one that does not, by the ceiling. Which
// of the two it is does not show in an answer of TLS 1.2.
bool offers_version(const wire::ClientHello& ours, std::uint16_t version) {
  return ours.supported_versions.empty() ? ours.legacy_version >= version
                                         : contains(ours.supported_versions, version);
}

bool offers_what_it_used(const wire::ClientHello& ours, const Talk& then, Groups groups) {
  const std::uint16_t version = then.version();
  const std::uint16_t group = groups == Groups::compared ? group_used(then) : std::uint16_t{0};
  if (!offers_version(ours, version)) return false;
  if (!contains(ours.cipher_suites, then.answer()->cipher_suite)) return false;
  if (group != 0 && !contains(ours.supported_groups, group)) return false;
  return version < wire::kTls12 ||
         can_be_signed_for(ours.signature_algorithms, then.ours()->signature_algorithms, then);
}

}  // namespace

bool offers_what_they_used(const Talk& talk, const std::vector<const Talk*>& others,
                           Groups groups) {
  return talk.ours() != nullptr &&
         std::all_of(others.begin(), others.end(), [&talk, groups](const Talk* other) {
           return !other->answered() || other->answer() == nullptr ||
                  offers_what_it_used(*talk.ours(), *other, groups);
         });
}

bool offers_signatures_of_plain(const Evidence& evidence, const Talk& talk) {
  const auto& talks = evidence.talks();
  return talk.ours() != nullptr && std::all_of(talks.begin(), talks.end(), [&](const Talk& other) {
           return !evidence.is_base(other) || other.version() < wire::kTls12 ||
                  can_be_signed_for(talk.ours()->signature_algorithms,
                                    other.ours()->signature_algorithms, other);
         });
}

bool offers_what_plain_used(const Evidence& evidence, const Talk& talk, Groups groups) {
  std::vector<const Talk*> base;
  for (const Talk& other : evidence.talks()) {
    if (evidence.is_base(other)) base.push_back(&other);
  }
  return offers_what_they_used(talk, base, groups);
}

}  // namespace facts
