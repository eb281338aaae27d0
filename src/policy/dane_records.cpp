// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/dane_records.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "wire/policy_records.hpp"

namespace policy {
namespace {

using model::TlsaRecord;

constexpr std::uint8_t kEndEntity = 3;  // DANE-EE
constexpr std::uint8_t kWholeKey = 1;   // selector: SubjectPublicKeyInfo
constexpr unsigned kLast = facts::kDigestCertificates - 1;

std::string unusable_because(const TlsaRecord& record) {
  const std::string flaw =
      wire::tlsa_flaw(record.usage, record.selector, record.matching_type, record.data);
  return flaw.empty() ? fmt::format("usage {} is not for mail servers", record.usage) : flaw;
}

// The digest that counts instead (RFC 7671 section 9); nullptr: none does.
const TlsaRecord* stronger(const std::vector<TlsaRecord>& records, const TlsaRecord& record) {
  if (record.matching_type != 1) return nullptr;
  const auto found = std::find_if(records.begin(), records.end(), [&](const TlsaRecord& other) {
    return other.matching_type == 2 && other.usage == record.usage &&
           other.selector == record.selector && facts::is_usable(other);
  });
  return found == records.end() ? nullptr : &*found;
}

bool is_of(const TlsaRecord& record, const ShownChain& chain, unsigned place) {
  const bool full = record.matching_type == 0;
  const auto* digest = chain.digest(place, record.selector, full ? 1 : record.matching_type);
  return digest != nullptr && digest->digest == (full ? base::sha256(record.data) : record.data);
}

// What of the chain it is of; empty: nothing that was shown.
std::string what_of(const TlsaRecord& record, const ShownChain& chain) {
  if (is_of(record, chain, 0))
    return chain.of_server(record.selector == kWholeKey ? "key" : "certificate");
  for (unsigned place = 1; place <= kLast; ++place) {
    if (is_of(record, chain, place)) return fmt::format("issuer {} of the chain", place);
  }
  return {};
}

RecordAtServer of_end_entity(const TlsaRecord& record, const std::vector<ShownChain>& chains) {
  RecordAtServer at{record, RecordUse::matches_nothing, "no certificate that was shown"};
  for (const ShownChain& chain : chains) {
    if (is_of(record, chain, 0)) return {record, RecordUse::matches, what_of(record, chain)};
    if (std::string issuer = what_of(record, chain); !issuer.empty())
      at.why = issuer + ", which usage 3 does not mean";
    if (record.selector == kWholeKey && chain.digest(0, kWholeKey, 1) == nullptr)
      at = {record, RecordUse::unknown, "the key of the certificate could not be read"};
  }
  return at;
}

RecordAtServer of_trust_anchor(const TlsaRecord& record, const std::vector<ShownChain>& chains) {
  RecordAtServer at{record, RecordUse::matches_nothing, "no certificate that was shown"};
  for (const ShownChain& chain : chains) {
    for (unsigned place = 1; place <= kLast; ++place) {
      if (is_of(record, chain, place)) return {record, RecordUse::matches, what_of(record, chain)};
    }
    if (is_of(record, chain, 0)) {
      at = {record, RecordUse::unknown,
            what_of(record, chain) + ", which few senders accept for usage 2"};
    } else if (record.matching_type == 0) {
      at = {record, RecordUse::unknown, "a trust anchor that was not shown"};
    } else if (chain.digest(kLast, 0, 1) != nullptr) {
      at = {record, RecordUse::unknown, "the chain is longer than is listed"};
    }
  }
  return at;
}

RecordAtServer at_server(const std::vector<TlsaRecord>& records, const TlsaRecord& record,
                         const std::vector<ShownChain>& chains) {
  if (!facts::is_usable(record)) return {record, RecordUse::unusable, unusable_because(record)};
  if (const TlsaRecord* instead = stronger(records, record))
    return {record, RecordUse::outweighed,
            fmt::format("{} {} {} counts instead", instead->usage, instead->selector,
                        instead->matching_type)};
  if (chains.empty())
    return {record, RecordUse::unknown, "the server's certificates are not known"};
  return record.usage == kEndEntity ? of_end_entity(record, chains)
                                    : of_trust_anchor(record, chains);
}

}  // namespace

std::vector<RecordAtServer> records_at(const std::vector<TlsaRecord>& records,
                                       const std::vector<ShownChain>& chains) {
  std::vector<RecordAtServer> all;
  for (const TlsaRecord& record : records) all.push_back(at_server(records, record, chains));
  return all;
}

std::vector<std::string> next_hops_of(const model::DomainRecord& domain) {
  std::vector<std::string> next_hops;
  if (!domain.authenticated) return next_hops;
  next_hops.push_back(domain.domain);
  if (!domain.aliases.empty()) next_hops.push_back(domain.aliases.back());
  return next_hops;
}

std::string in_words(const TlsaRecord& record, std::size_t octets) {
  return fmt::format("{} {} {} {}{}", record.usage, record.selector, record.matching_type,
                     base::hex(record.data.substr(0, octets)),
                     record.data.size() > octets ? "..." : "");
}

}  // namespace policy
