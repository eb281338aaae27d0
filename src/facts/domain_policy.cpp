// SPDX-License-Identifier: GPL-3.0-or-later
//
// The TXT records of MTA-STS (RFC 8461 section 3.1) and TLSRPT (RFC 8460 section 3).
#include <algorithm>

#include <fmt/format.h>

#include "facts/domain_topics.hpp"
#include "facts/lookup.hpp"
#include "wire/policy_records.hpp"

namespace facts {
namespace {

using model::DomainRecord;
using model::Doubt;
using model::Fact;
using model::PolicyLookup;

// The records of one kind among those found: others are passed over, as a sender does.
struct Policy {
  const PolicyLookup& lookup;
  std::string_view name;  // "MTA-STS"
  std::vector<std::string_view> records;
};

Policy policy_of(const PolicyLookup& lookup, std::string_view name,
                 bool (*is_meant)(std::string_view)) {
  Policy policy{lookup, name, {}};
  for (const std::string& record : lookup.records) {
    if (is_meant(record)) policy.records.emplace_back(record);
  }
  return policy;
}

Policy mta_sts(const DomainRecord& domain) {
  return policy_of(*domain.mta_sts, "MTA-STS", wire::is_mta_sts_record);
}
Policy tlsrpt(const DomainRecord& domain) {
  return policy_of(*domain.tlsrpt, "TLSRPT", wire::is_tlsrpt_record);
}

Fact is_there(const Policy& policy) {
  const Lookup lookup = lookup_of(policy.lookup.status);
  if (lookup == Lookup::not_asked) return unknown(Doubt::not_asked, {});
  if (!is_conclusive(lookup)) return unknown(Doubt::not_measured, "TXT: " + policy.lookup.status);
  if (!policy.records.empty()) return yes(cut_short(policy.records.front()));
  if (lookup == Lookup::none) return no("TXT: " + policy.lookup.status);
  return no(fmt::format("TXT: none of {}", policy.name));
}

Fact is_single(const Policy& policy) {
  return only_if(is_there(policy), [&] {
    const std::size_t count = policy.records.size();
    const std::string seen = fmt::format("{} record{}", count, count == 1 ? "" : "s");
    Fact fact = count == 1 ? yes(seen) : no(seen);
    fact.number = count;
    return fact;
  });
}

Fact is_well_formed(const Policy& policy,
                    std::vector<std::string> (*flaws_of)(std::string_view record)) {
  return only_if(is_there(policy), [&] {
    ForEach each;
    for (const std::string_view record : policy.records) {
      if (record.size() >= model::kMaxPolicyText) {
        each.is_unknown(fmt::format("longer than {} octets", model::kMaxPolicyText - 1));
        continue;
      }
      const std::vector<std::string> flaws = flaws_of(record);
      for (const std::string& flaw : flaws) each.fails(flaw, flaw);
      if (flaws.empty()) each.holds();
    }
    return each.fact(cut_short(policy.records.front()));
  });
}

Fact tlsrpt_uri_schemes_known(const DomainRecord& domain) {
  const Policy policy = tlsrpt(domain);
  return only_if(is_there(policy), [&] {
    ForEach each;
    for (const std::string_view record : policy.records) {
      for (const std::string_view uri : wire::read_tlsrpt_record(record).uris) {
        const std::string scheme = wire::uri_scheme(uri);
        if (scheme == "mailto" || scheme == "https") {
          each.holds();
        } else {
          each.fails(cut_short(uri), cut_short(uri));
        }
      }
    }
    return each.fact(fmt::format("{} URI{}", each.count(), each.count() == 1 ? "" : "s"));
  });
}

}  // namespace

std::span<const DomainFact> domain_policy_facts() {
  static constexpr DomainFact kFacts[] = {
      {"mta_sts_record", [](const DomainRecord& domain) { return is_there(mta_sts(domain)); }},
      {"mta_sts_record_single",
       [](const DomainRecord& domain) { return is_single(mta_sts(domain)); }},
      {"mta_sts_record_well_formed",
       [](const DomainRecord& domain) {
         return is_well_formed(mta_sts(domain), [](std::string_view record) {
           return wire::read_mta_sts_record(record).flaws;
         });
       }},
      {"tlsrpt_record", [](const DomainRecord& domain) { return is_there(tlsrpt(domain)); }},
      {"tlsrpt_record_single",
       [](const DomainRecord& domain) { return is_single(tlsrpt(domain)); }},
      {"tlsrpt_record_well_formed",
       [](const DomainRecord& domain) {
         return is_well_formed(tlsrpt(domain), [](std::string_view record) {
           return wire::read_tlsrpt_record(record).flaws;
         });
       }},
      {"tlsrpt_uri_schemes_known", tlsrpt_uri_schemes_known},
  };
  return kFacts;
}

}  // namespace facts
