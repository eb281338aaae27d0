// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/dane_match.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "facts/certificate_digests.hpp"
#include "facts/lookup.hpp"
#include "wire/certificate.hpp"
#include "wire/policy_records.hpp"

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;
using model::TlsaRecord;

constexpr std::uint8_t kTrustAnchor = 2;  // DANE-TA
constexpr std::uint8_t kEndEntity = 3;    // DANE-EE
constexpr std::uint8_t kWholeKey = 1;     // selector: SubjectPublicKeyInfo
constexpr std::uint8_t kFull = 0;         // matching types
constexpr std::uint8_t kSha256 = 1;

constexpr std::string_view kDigests = "certificate_digests";

std::string flaw_of(const TlsaRecord& record) {
  return wire::tlsa_flaw(record.usage, record.selector, record.matching_type, record.data);
}

// ---- Which records count ------------------------------------------------------------------------

// A record as it is compared.
struct Wanted {
  std::uint8_t usage;
  std::uint8_t selector;
  std::uint8_t matching_type;  // 1 or 2
  std::string digest;
  bool full;  // matching type 0, hashed by us
};

bool has_stronger(const std::vector<TlsaRecord>& records, const TlsaRecord& record) {
  return record.matching_type == kSha256 &&
         std::any_of(records.begin(), records.end(), [&record](const TlsaRecord& other) {
           return other.matching_type > kSha256 && other.usage == record.usage &&
                  other.selector == record.selector && is_usable(other);
         });
}

std::vector<Wanted> wanted_by(const std::vector<TlsaRecord>& records) {
  std::vector<Wanted> wanted;
  for (const TlsaRecord& record : records) {
    if (!is_usable(record) || has_stronger(records, record)) continue;
    const bool full = record.matching_type == kFull;
    wanted.push_back({record.usage, record.selector, full ? kSha256 : record.matching_type,
                      full ? base::sha256(record.data) : record.data, full});
  }
  return wanted;
}

// ---- One chain ----------------------------------------------------------------------------------

struct Presented {
  unsigned chain;
  std::vector<CertificateDigest> digests;  // of this chain

  [[nodiscard]] bool has(unsigned place, std::uint8_t selector) const {
    return std::any_of(digests.begin(), digests.end(), [=](const CertificateDigest& digest) {
      return digest.place == place && digest.selector == selector;
    });
  }
  // Some certificate between these places, both included.
  [[nodiscard]] bool matches(const Wanted& wanted, unsigned first, unsigned last) const {
    return std::any_of(digests.begin(), digests.end(), [&](const CertificateDigest& digest) {
      return digest.place >= first && digest.place <= last && digest.selector == wanted.selector &&
             digest.matching_type == wanted.matching_type && digest.digest == wanted.digest;
    });
  }
};

// Why a record that matches nothing here may match all the same; empty: it does not.
std::string doubt_about(const Presented& presented, const Wanted& wanted) {
  if (wanted.usage == kEndEntity) {
    const bool readable = wanted.selector != kWholeKey || presented.has(0, kWholeKey);
    return readable ? "" : "the key of the certificate could not be read";
  }
  if (presented.matches(wanted, 0, 0))
    return "DANE-TA names the server's own certificate, which few senders accept";
  if (wanted.full) return "DANE-TA names a trust anchor that was not presented, as a whole";
  if (presented.has(kDigestCertificates - 1, 0)) return "the chain is longer than is listed";
  for (unsigned place = 1; place < kDigestCertificates; ++place) {
    if (wanted.selector == kWholeKey && presented.has(place, 0) && !presented.has(place, kWholeKey))
      return "the key of an issuer could not be read";
  }
  return {};
}

// ---- DANE-TA: what else must hold ---------------------------------------------------------------

// What is against the chain for certain comes first; what is only not known, if nothing is.
class Conditions {
 public:
  explicit Conditions(const std::vector<Fact>& facts) : facts_(facts) {}

  const Fact& fact(std::string_view name) const {
    static const Fact kNone;
    const Fact* found = model::find_fact(facts_, name);
    return found == nullptr ? kNone : *found;
  }
  void fails(std::string_view property, std::string why) {
    if (match_.dane != Dane::fails) match_ = {Dane::fails, std::move(why), property};
  }
  void is_unknown(std::string_view property, std::string why) {
    if (match_.dane == Dane::matches) match_ = {Dane::unknown, std::move(why), property};
  }
  // not_applicable is nothing against it.
  void wants(std::string_view name, const std::string& otherwise) {
    const Fact& found = fact(name);
    if (found.value == Answer::no) fails(name, otherwise);
    if (found.value == Answer::unknown && found.doubt != Doubt::not_applicable)
      is_unknown(name, fmt::format("{} is not known", name));
  }
  [[nodiscard]] const DaneMatch& match() const { return match_; }

 private:
  const std::vector<Fact>& facts_;
  DaneMatch match_{Dane::matches, {}, {}};
};

// "_25._tcp.mx.example.org" -> "mx.example.org"
std::string base_domain(std::string_view name) {
  for (int labels = 0; labels < 2; ++labels) {
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return {};
    name.remove_prefix(dot + 1);
  }
  return std::string(name);
}

// RFC 7672 sections 3.2.2 and 3.2.3.
void want_name(Conditions& conditions, std::vector<std::string> references) {
  constexpr std::string_view kNames = "certificate_names_mx_host";
  const Fact& fact = conditions.fact(kNames);
  if (fact.value == Answer::unknown)
    return conditions.is_unknown(kNames, "the names of the certificate are not known");
  if (fact.list.empty())
    return conditions.is_unknown(kNames, "no DNS name, and the common name is not looked at");
  for (const std::string& reference : references) {
    const auto stands_for = [&](const std::string& name) {
      return wire::dns_name_matches(name, reference);
    };
    if (!reference.empty() && std::any_of(fact.list.begin(), fact.list.end(), stands_for)) return;
  }
  conditions.fails(kNames, "no DNS name for " + references.front());
}

// A root that is not ours is nothing against it here.
void want_chain(Conditions& conditions) {
  constexpr std::string_view kTrusted = "certificate_trusted";
  const Fact& trusted = conditions.fact(kTrusted);
  if (trusted.value == Answer::unknown)
    conditions.is_unknown(kTrusted, "the chain was not verified");
  for (const std::string& fault : trusted.list) {
    if (fault == "bad_signature" || fault == "path_length") conditions.fails(kTrusted, fault);
    if (fault == "malformed" || fault == "name_constraints" ||
        fault == "unknown_critical_extension")
      conditions.is_unknown(kTrusted, fault);
  }
  constexpr std::string_view kOrder = "certificate_chain_in_order";
  if (conditions.fact(kOrder).value != Answer::yes)
    conditions.is_unknown(kOrder, "the chain is not known to be in order");
  conditions.wants("certificate_issuers_are_cas", "an issuer is no certificate authority");
  conditions.wants("certificate_path_length_fits", "an issuer allows fewer below it");
}

// ---- All of it ----------------------------------------------------------------------------------

class Matcher {
 public:
  Matcher(const model::TlsaLookup& tlsa, const std::vector<std::string>& next_hops,
          const std::vector<Fact>& endpoint)
      : wanted_(wanted_by(tlsa.records)), endpoint_(endpoint), references_{base_domain(tlsa.name)} {
    references_.insert(references_.end(), next_hops.begin(), next_hops.end());
  }

  // `stands`: the chain is that of which the endpoint's facts speak.
  [[nodiscard]] DaneMatch of(const Presented& presented, bool stands) const {
    constexpr unsigned kLast = kDigestCertificates - 1;
    if (any(kEndEntity, presented, 0, 0)) return {Dane::matches, {}, {}};
    if (any(kTrustAnchor, presented, 1, kLast)) return under_trust_anchor(stands);
    for (const Wanted& wanted : wanted_) {
      std::string doubt = doubt_about(presented, wanted);
      if (!doubt.empty()) return {Dane::unknown, std::move(doubt), kDigests};
    }
    return {Dane::fails, "no TLSA record is of its certificates", kDigests};
  }

 private:
  [[nodiscard]] bool any(std::uint8_t usage, const Presented& presented, unsigned first,
                         unsigned last) const {
    return std::any_of(wanted_.begin(), wanted_.end(), [&](const Wanted& wanted) {
      return wanted.usage == usage && presented.matches(wanted, first, last);
    });
  }
  [[nodiscard]] DaneMatch under_trust_anchor(bool stands) const {
    if (!stands)
      return {Dane::unknown, "names and dates of the certificate with the other key are not known",
              kDigests};
    Conditions conditions(endpoint_);
    conditions.wants("certificate_in_dates", "the certificate is not within its dates");
    want_chain(conditions);
    want_name(conditions, references_);  // last, as not every sender looks at it
    return conditions.match();
  }

  std::vector<Wanted> wanted_;
  const std::vector<Fact>& endpoint_;
  std::vector<std::string> references_;  // the TLSA base domain first
};

std::vector<Presented> by_chain(std::vector<CertificateDigest> digests) {
  std::vector<Presented> chains;
  for (CertificateDigest& digest : digests) {
    const auto known =
        std::find_if(chains.begin(), chains.end(),
                     [&digest](const Presented& other) { return other.chain == digest.chain; });
    Presented& chain =
        known == chains.end() ? chains.emplace_back(Presented{digest.chain, {}}) : *known;
    chain.digests.push_back(std::move(digest));
  }
  return chains;
}

// What holds of all; else unknown.
DaneMatch of_all(const std::vector<DaneMatch>& chains) {
  const auto matching = static_cast<std::size_t>(
      std::count_if(chains.begin(), chains.end(),
                    [](const DaneMatch& chain) { return chain.dane == Dane::matches; }));
  const bool alike = std::all_of(chains.begin(), chains.end(), [&chains](const DaneMatch& chain) {
    return chain.dane == chains.front().dane;
  });
  if (alike) return chains.front();
  if (matching > 0)
    return {Dane::unknown, fmt::format("{} of {} chains match", matching, chains.size()), kDigests};
  return *std::find_if(chains.begin(), chains.end(),
                       [](const DaneMatch& chain) { return chain.dane == Dane::unknown; });
}

}  // namespace

std::string_view to_string(Dane dane) {
  switch (dane) {
    case Dane::none:
      return "none";
    case Dane::unusable:
      return "unusable";
    case Dane::lookup_failed:
      return "lookup_failed";
    case Dane::matches:
      return "matches";
    case Dane::fails:
      return "fails";
    case Dane::unknown:
      return "unknown";
  }
  return "";
}

bool is_usable(const TlsaRecord& record) {
  return (record.usage == kTrustAnchor || record.usage == kEndEntity) && flaw_of(record).empty();
}

std::optional<DaneMatch> dane_by_dns(const model::TlsaLookup& tlsa) {
  if (tlsa.skipped == "insecure_address") return DaneMatch{Dane::none, "addresses not signed"};
  if (tlsa.skipped == "no_address") return DaneMatch{Dane::none, "no address"};
  if (!tlsa.skipped.empty()) return DaneMatch{Dane::unknown, "TLSA not asked for"};
  switch (lookup_of(tlsa.status)) {
    case Lookup::none:
      return DaneMatch{Dane::none, "no TLSA records"};
    case Lookup::failed:
      return DaneMatch{Dane::lookup_failed, "TLSA " + tlsa.status};
    case Lookup::not_measured:
      return DaneMatch{Dane::unknown, "TLSA " + tlsa.status};
    case Lookup::not_asked:
      return DaneMatch{Dane::unknown, "TLSA not asked for"};
    case Lookup::found:
      break;
  }
  if (!tlsa.authenticated) return DaneMatch{Dane::none, "TLSA records not signed"};
  if (tlsa.records.empty()) return DaneMatch{Dane::none, "no TLSA records"};
  if (std::any_of(tlsa.records.begin(), tlsa.records.end(), is_usable)) return std::nullopt;
  const TlsaRecord& first = tlsa.records.front();
  const std::string flaw = flaw_of(first);
  return DaneMatch{
      Dane::unusable,
      "no usable TLSA record: " + (flaw.empty() ? fmt::format("usage {}", first.usage) : flaw)};
}

DaneMatch dane_match(const model::TlsaLookup& tlsa, const std::vector<std::string>& next_hops,
                     const std::vector<Fact>& endpoint) {
  if (auto decided = dane_by_dns(tlsa)) return *decided;
  const Fact* fact = model::find_fact(endpoint, kDigests);
  std::vector<Presented> chains;
  if (fact != nullptr && fact->value == Answer::yes) chains = by_chain(digests_of(*fact));
  if (chains.empty()) return {Dane::unknown, "the server's certificates are not known", kDigests};
  const std::uint64_t standing = fact->number.value_or(chains.size());
  const Matcher matcher(tlsa, next_hops, endpoint);
  std::vector<DaneMatch> matches;
  for (const Presented& chain : chains)
    matches.push_back(matcher.of(chain, chain.chain <= standing));
  if (standing > kDigestChains)
    matches.push_back({Dane::unknown, "more chains than are listed", kDigests});
  return of_all(matches);
}

}  // namespace facts
