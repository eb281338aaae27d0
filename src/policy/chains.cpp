// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/chains.hpp"

#include <algorithm>

#include "policy/obstacle.hpp"

namespace policy {
namespace {

using facts::CertificateDigest;
using model::Answer;
using model::Fact;

constexpr std::string_view kDigests = "certificate_digests";

// The kind of key of the chains that stand for the endpoint; empty: not known.
std::string standing_kind(const std::vector<Fact>& endpoint) {
  const Fact& key = fact_of(endpoint, "certificate_key_sound");
  if (key.list.empty()) return {};
  const std::string& kind = key.list.front();  // an algorithm, or a curve
  const bool named = kind.starts_with("RSA") || kind.starts_with("Ed") || kind == "DSA";
  return named ? kind : "ECDSA";
}

// Of a chain with another kind of key.
std::string other_kind(const std::vector<Fact>& endpoint, const std::string& standing) {
  const bool ecdsa = fact_of(endpoint, "kx_ecdhe_ecdsa").value == Answer::yes;
  const bool rsa = fact_of(endpoint, "kx_ecdhe_rsa").value == Answer::yes;
  if (standing == "RSA" && ecdsa) return "ECDSA";
  if (standing == "ECDSA" && rsa) return "RSA";
  return {};
}

}  // namespace

const CertificateDigest* ShownChain::digest(unsigned place, unsigned selector,
                                            unsigned matching_type) const {
  const auto found = std::find_if(digests.begin(), digests.end(), [=](const auto& digest) {
    return digest.place == place && digest.selector == selector &&
           digest.matching_type == matching_type;
  });
  return found == digests.end() ? nullptr : &*found;
}

std::string ShownChain::of_server(const std::string& what) const {
  if (!kind.empty()) return "the server's " + kind + " " + what;
  return (stands ? "the server's " : "the server's other ") + what;
}

std::vector<ShownChain> chains_of(const std::vector<Fact>& endpoint) {
  const Fact& fact = fact_of(endpoint, kDigests);
  std::vector<ShownChain> chains;
  if (fact.value != Answer::yes) return chains;
  for (CertificateDigest& digest : facts::digests_of(fact)) {
    auto known = std::find_if(chains.begin(), chains.end(), [&digest](const ShownChain& chain) {
      return chain.number == digest.chain;
    });
    if (known == chains.end()) known = chains.insert(chains.end(), {digest.chain, true, {}, {}});
    known->digests.push_back(std::move(digest));
  }
  const std::uint64_t standing = fact.number.value_or(chains.size());
  const std::string kind = standing_kind(endpoint);
  const bool two_kinds = chains.size() == standing + 1;
  for (ShownChain& chain : chains) {
    chain.stands = chain.number <= standing;
    if (two_kinds) chain.kind = chain.stands ? kind : other_kind(endpoint, kind);
  }
  return chains;
}

std::vector<Fact> facts_with(const std::vector<Fact>& endpoint, const ShownChain& chain) {
  std::vector<Fact> facts = endpoint;
  for (Fact& fact : facts) {
    if (fact.name != kDigests) continue;
    fact.list.clear();
    for (const CertificateDigest& digest : chain.digests)
      fact.list.push_back(facts::to_text(digest));
  }
  return facts;
}

}  // namespace policy
