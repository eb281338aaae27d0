// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/certificate_digests.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "facts/certificate_chain.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Doubt;
using model::Fact;

constexpr std::size_t kSha256 = 32;  // octets
constexpr std::size_t kSha512 = 64;

// ---- Whose digests ------------------------------------------------------------------------------

// No TLSA record is asked for where nothing but the plain probe is played, and there the digests
// would cost a third of what all other facts do.
bool is_more_than_plain(const Evidence& evidence) {
  const auto& talks = evidence.talks();
  return std::any_of(talks.begin(), talks.end(),
                     [](const Talk& talk) { return !talk.is(kPlain) && !talk.is(kLegacy); });
}

bool is_under_its_name(const Talk& talk, const std::string& host) {
  return !host.empty() && talk.ours() != nullptr &&
         base::equals_ignoring_case(talk.ours()->server_name, host);
}

bool has_key_like(const Evidence::Talks& chains, const Talk& talk) {
  const std::string& algorithm = leaf_of(talk).public_key.algorithm;
  return std::any_of(chains.begin(), chains.end(), [&algorithm](const Talk* other) {
    return leaf_of(*other).public_key.algorithm == algorithm;
  });
}

// The chains that stand for the endpoint, and one for each other kind of key: a server with an RSA
// and an ECDSA certificate shows that which the sender likes better.
Evidence::Talks chains_to_compare(const Evidence& evidence) {
  Evidence::Talks chains = evidence.chains();
  for (const Talk& talk : evidence.talks()) {
    if (chains.size() >= kDigestChains) break;
    if (talk.presented_certificate() &&
        is_under_its_name(talk, evidence.visit().endpoint.mx_host) && !has_key_like(chains, talk))
      chains.push_back(&talk);
  }
  if (chains.size() > kDigestChains) chains.resize(kDigestChains);
  return chains;
}

// ---- Digests ------------------------------------------------------------------------------------

void add_digests(std::vector<std::string>& list, unsigned chain, unsigned place, const Talk& talk) {
  const auto add = [&](std::uint8_t selector, std::string sha256, std::string_view whole) {
    list.push_back(to_text({chain, place, selector, 1, std::move(sha256)}));
    list.push_back(to_text({chain, place, selector, 2, base::sha512(whole)}));
  };
  add(0, talk.conversation().fingerprint(place), talk.tls()->certificates[place]);
  const std::string& key = talk.certificates()[place].subject_public_key_info;
  if (!key.empty()) add(1, base::sha256(key), key);
}

Fact list_digests(const Evidence& evidence) {
  const Evidence::Talks chains = chains_to_compare(evidence);
  Fact fact = yes(*chains.front(), {});
  std::size_t certificates = 0;
  for (std::size_t chain = 0; chain < chains.size(); ++chain) {
    const std::size_t presented = chains[chain]->certificates().size();
    certificates += presented;
    for (unsigned place = 0; place < std::min<std::size_t>(presented, kDigestCertificates); ++place)
      add_digests(fact.list, static_cast<unsigned>(chain + 1), place, *chains[chain]);
  }
  fact.seen =
      fmt::format("{} chain{}, {} certificate{}", chains.size(), chains.size() == 1 ? "" : "s",
                  certificates, certificates == 1 ? "" : "s");
  fact.number = evidence.chains().size();
  return fact;
}

Fact certificate_digests(const Evidence& evidence) {
  const Fact fact = of_chain(evidence, [](const Chain& chain) {
    const bool read = !chain.certificates.front().subject_public_key_info.empty();
    return read ? yes(*chain.talk, "a certificate") : unknown(Doubt::not_measured, *chain.talk);
  });
  if (fact.value != model::Answer::yes) return fact;
  return is_more_than_plain(evidence) ? list_digests(evidence) : unknown(Doubt::not_asked);
}

template <typename Number>
bool take_number(std::string_view& text, char end, Number most, Number& number) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto used = static_cast<std::size_t>(read.ptr - text.data());
  if (read.ec != std::errc() || used == text.size() || text[used] != end || number > most)
    return false;
  text.remove_prefix(used + 1);
  return true;
}

}  // namespace

std::string to_text(const CertificateDigest& digest) {
  return fmt::format("{}/{} {} {} {}", digest.chain, digest.place, digest.selector,
                     digest.matching_type, base::hex(digest.digest));
}

std::optional<CertificateDigest> digest_of(std::string_view text) {
  CertificateDigest digest;
  const bool numbers = take_number(text, '/', kDigestChains, digest.chain) && digest.chain > 0 &&
                       take_number(text, ' ', kDigestCertificates - 1, digest.place) &&
                       take_number<std::uint8_t>(text, ' ', 1, digest.selector) &&
                       take_number<std::uint8_t>(text, ' ', 2, digest.matching_type) &&
                       digest.matching_type > 0;
  if (!numbers || text.size() != 2 * (digest.matching_type == 1 ? kSha256 : kSha512))
    return std::nullopt;
  auto octets = base::unhex(text);
  if (!octets) return std::nullopt;
  digest.digest = std::move(*octets);
  return digest;
}

std::vector<CertificateDigest> digests_of(const Fact& fact) {
  constexpr std::size_t kMost = std::size_t{kDigestChains} * kDigestCertificates * 4;
  std::vector<CertificateDigest> digests;
  for (const std::string& text : fact.list) {
    if (digests.size() == kMost) break;
    if (auto digest = digest_of(text)) digests.push_back(std::move(*digest));
  }
  return digests;
}

std::span<const NamedFact> certificate_digest_facts() {
  static constexpr NamedFact kFacts[] = {{"certificate_digests", certificate_digests}};
  return kFacts;
}

}  // namespace facts
