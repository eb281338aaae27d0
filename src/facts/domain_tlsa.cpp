// SPDX-License-Identifier: GPL-3.0-or-later
//
// TLSA records of the MX hosts (RFC 7672, RFC 7671). A record counts only where the AD flag stands
// for it and for the host's addresses: elsewhere there might as well be none (RFC 7672 section
// 2.2.2).
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "facts/dane_match.hpp"
#include "facts/domain_topics.hpp"
#include "facts/lookup.hpp"
#include "wire/policy_records.hpp"

namespace facts {
namespace {

using model::Answer;
using model::DomainRecord;
using model::Doubt;
using model::Exchange;
using model::Fact;
using model::TlsaRecord;

// ---- Which hosts have records -------------------------------------------------------------------

enum class Tlsa : std::uint8_t {
  not_asked,
  impossible,  // what is not signed, and what has no address, has no use for TLSA
  none,
  published,
  failed,
  not_measured,
};

Tlsa tlsa_of(const Exchange& exchange) {
  const model::TlsaLookup& lookup = *exchange.tlsa;
  if (lookup.skipped == "insecure_address" || lookup.skipped == "no_address")
    return Tlsa::impossible;
  if (!lookup.skipped.empty()) return Tlsa::not_measured;
  switch (lookup_of(lookup.status)) {
    case Lookup::found:
      return lookup.authenticated ? Tlsa::published : Tlsa::none;
    case Lookup::none:
      return Tlsa::none;
    case Lookup::failed:
      return Tlsa::failed;
    case Lookup::not_measured:
      return Tlsa::not_measured;
    case Lookup::not_asked:
      break;
  }
  if (exchange.problem == "over_limit") return Tlsa::not_measured;
  return exchange.problem.empty() ? Tlsa::not_asked : Tlsa::impossible;
}

std::string in_words(const Exchange& exchange) {
  const model::TlsaLookup& lookup = *exchange.tlsa;
  if (!lookup.status.empty()) {
    const bool unsigned_records = lookup.status == "NOERROR" && !lookup.authenticated;
    return fmt::format("{}: TLSA {}{}", exchange.name, lookup.status,
                       unsigned_records ? ", no AD flag" : "");
  }
  if (lookup.skipped == "insecure_address") return exchange.name + ": addresses not signed";
  return exchange.name + ": TLSA not asked for";
}

// There are hosts of which TLSA was asked, or would have been were they signed.
Fact tlsa_asked(const DomainRecord& domain) {
  const Lookup lookup = lookup_of(domain.mx_lookup);
  if (lookup == Lookup::not_asked) return unknown(Doubt::not_asked, {});
  if (!is_conclusive(lookup)) return unknown(Doubt::not_measured, "MX: " + domain.mx_lookup);
  if (domain.exchanges.empty()) return no("MX: no host");
  // Where no host is looked up the other policies tell whether any was asked for.
  const bool asked =
      !domain.mta_sts->status.empty() ||
      std::any_of(domain.exchanges.begin(), domain.exchanges.end(), [](const auto& e) {
        return !e.tlsa->status.empty() || !e.tlsa->skipped.empty();
      });
  return asked ? yes("TLSA asked for") : unknown(Doubt::not_asked, {});
}

// RFC 7672 section 2.1.2: a host whose TLSA lookup fails is one that a DANE sender leaves alone.
Fact tlsa_lookups_answered(const DomainRecord& domain) {
  return only_if(tlsa_asked(domain), [&] {
    ForEach each;
    for (const Exchange& exchange : domain.exchanges) {
      if (exchange.tlsa->status.empty()) continue;
      const Lookup lookup = lookup_of(exchange.tlsa->status);
      if (lookup == Lookup::failed) {
        each.fails(exchange.name, in_words(exchange));
      } else if (lookup == Lookup::not_measured) {
        each.is_unknown(in_words(exchange));
      } else {
        each.holds();
      }
    }
    return each.fact(fmt::format("{} host{}", each.count(), each.count() == 1 ? "" : "s"));
  });
}

Fact tlsa_published(const DomainRecord& domain) {
  return only_if(tlsa_asked(domain), [&] {
    ForEach without;
    Fact fact = yes({});
    for (const Exchange& exchange : domain.exchanges) {
      switch (tlsa_of(exchange)) {
        case Tlsa::published:
          if (fact.list.empty()) fact.seen = in_words(exchange);
          if (std::find(fact.list.begin(), fact.list.end(), exchange.name) == fact.list.end())
            fact.list.push_back(exchange.name);
          break;
        case Tlsa::none:
          without.fails(exchange.name, in_words(exchange));
          break;
        case Tlsa::failed:
        case Tlsa::not_measured:
          without.is_unknown(in_words(exchange));
          break;
        case Tlsa::not_asked:
        case Tlsa::impossible:
          if (fact.seen.empty()) fact.seen = in_words(exchange);
          break;
      }
    }
    if (!fact.list.empty()) return fact;
    // A host without does not decide while there is one of which it is not known.
    if (without.has_doubt()) return unknown(Doubt::not_measured, without.doubt());
    if (without.count() == 0) return unknown(Doubt::not_applicable, fact.seen);
    return no(without.fact({}).seen);
  });
}

Fact tlsa_on_every_mx(const DomainRecord& domain) {
  return only_if(tlsa_published(domain), [&] {
    ForEach each;
    for (const Exchange& exchange : domain.exchanges) {
      const Tlsa tlsa = tlsa_of(exchange);
      if (tlsa == Tlsa::published) {
        each.holds();
      } else if (tlsa == Tlsa::failed || tlsa == Tlsa::not_measured) {
        each.is_unknown(in_words(exchange));
      } else {
        each.fails(exchange.name, in_words(exchange));
      }
    }
    return each.fact(fmt::format("{} host{}", each.count(), each.count() == 1 ? "" : "s"));
  });
}

Fact tlsa_mx_secure(const DomainRecord& domain) {
  return only_if(tlsa_published(domain), [&] { return mx_secure_fact(domain); });
}

// ---- What the records say -----------------------------------------------------------------------

std::string in_words(const Exchange& exchange, const TlsaRecord& record) {
  constexpr std::size_t kShown = 4;  // octets
  const std::string_view data = record.data;
  return fmt::format("{} {} {} {} {}{}", exchange.name, record.usage, record.selector,
                     record.matching_type, base::hex(data.substr(0, kShown)),
                     data.size() > kShown ? "..." : "");
}

std::string flaw_of(const TlsaRecord& record) {
  return wire::tlsa_flaw(record.usage, record.selector, record.matching_type, record.data);
}

// RFC 7672 section 3.1.3: the usages 0 and 1 are none of SMTP's.
bool is_dane(const TlsaRecord& record) { return record.usage == 2 || record.usage == 3; }

// Whether it holds of each record that is published; `problem`: what is wrong with one, or nothing.
Fact of_records(const DomainRecord& domain, std::string (*problem)(const TlsaRecord&)) {
  return only_if(tlsa_published(domain), [&] {
    ForEach each;
    for (const Exchange& exchange : domain.exchanges) {
      if (tlsa_of(exchange) != Tlsa::published) continue;
      for (const TlsaRecord& record : exchange.tlsa->records) {
        const std::string wrong = problem(record);
        const std::string name = in_words(exchange, record);
        if (wrong.empty()) {
          each.holds();
        } else {
          each.fails(name, fmt::format("{}: {}", name, wrong));
        }
      }
    }
    return each.fact(fmt::format("{} record{}", each.count(), each.count() == 1 ? "" : "s"));
  });
}

// The same of each host's set of records.
using Records = std::vector<TlsaRecord>;
Fact of_sets(const DomainRecord& domain, std::string (*problem)(const Records&)) {
  return only_if(tlsa_published(domain), [&] {
    ForEach each;
    for (const Exchange& exchange : domain.exchanges) {
      if (tlsa_of(exchange) != Tlsa::published) continue;
      const std::string wrong = problem(exchange.tlsa->records);
      if (wrong.empty()) {
        each.holds();
      } else {
        each.fails(exchange.name, exchange.name + ": " + wrong);
      }
    }
    return each.fact(fmt::format("{} host{}", each.count(), each.count() == 1 ? "" : "s"));
  });
}

std::string usage_problem(const TlsaRecord& record) {
  return is_dane(record) ? "" : fmt::format("usage {}", record.usage);
}

std::string full_problem(const TlsaRecord& record) {
  return record.matching_type == 0 ? "matching type 0" : "";
}

std::string usable_problem(const Records& records) {
  return std::any_of(records.begin(), records.end(), is_usable) ? "" : "no usable record";
}

// RFC 7672 section 3.1 recommends "3 1 1", else "2 0 1"; section 3.1.2 permits "2 1 1" too.
std::string recommended_problem(const Records& records) {
  const bool any = std::any_of(records.begin(), records.end(), [](const TlsaRecord& record) {
    const bool right = (record.usage == 3 && record.selector == 1) || record.usage == 2;
    return right && record.matching_type == 1 && flaw_of(record).empty();
  });
  return any ? "" : "no 3 1 1, 2 0 1 or 2 1 1";
}

// RFC 6698 section 6: SHA-256 is what every sender must know, SHA-512 what it should. Who knows
// both goes by the stronger alone (RFC 7671 section 9).
std::string sha256_problem(const Records& records) {
  for (const TlsaRecord& record : records) {
    if (record.matching_type != 2) continue;
    const bool both = std::any_of(records.begin(), records.end(), [&](const TlsaRecord& other) {
      return other.matching_type == 1 && other.usage == record.usage &&
             other.selector == record.selector;
    });
    if (!both) return fmt::format("{0} {1} 2 without {0} {1} 1", record.usage, record.selector);
  }
  return {};
}

Fact tlsa_sha256(const DomainRecord& domain) {
  const auto has_sha512 = [](const Exchange& exchange) {
    const Records& records = exchange.tlsa->records;
    return tlsa_of(exchange) == Tlsa::published &&
           std::any_of(records.begin(), records.end(),
                       [](const TlsaRecord& record) { return record.matching_type == 2; });
  };
  Fact fact = of_sets(domain, sha256_problem);
  const bool any = std::any_of(domain.exchanges.begin(), domain.exchanges.end(), has_sha512);
  if (fact.value == Answer::yes && !any)
    return unknown(Doubt::not_applicable, "no record of matching type 2");
  return fact;
}

}  // namespace

std::span<const DomainFact> domain_tlsa_facts() {
  static constexpr DomainFact kFacts[] = {
      {"tlsa_lookups_answered", tlsa_lookups_answered},
      {"tlsa_published", tlsa_published},
      {"tlsa_on_every_mx", tlsa_on_every_mx},
      {"tlsa_mx_secure", tlsa_mx_secure},
      {"tlsa_well_formed", [](const DomainRecord& domain) { return of_records(domain, flaw_of); }},
      {"tlsa_usages_dane",
       [](const DomainRecord& domain) { return of_records(domain, usage_problem); }},
      {"tlsa_usable", [](const DomainRecord& domain) { return of_sets(domain, usable_problem); }},
      {"tlsa_recommended",
       [](const DomainRecord& domain) { return of_sets(domain, recommended_problem); }},
      {"tlsa_sha256", tlsa_sha256},
      {"tlsa_without_full",
       [](const DomainRecord& domain) { return of_records(domain, full_problem); }},
  };
  return kFacts;
}

}  // namespace facts
