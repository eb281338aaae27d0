// SPDX-License-Identifier: GPL-3.0-or-later
//
// MX records and the addresses of the hosts that they name (RFC 5321 section 5.1, RFC 7505).
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/ip_address.hpp"
#include "facts/domain_topics.hpp"
#include "facts/lookup.hpp"
#include "facts/public_address.hpp"

namespace facts {
namespace {

using model::DomainRecord;
using model::Doubt;
using model::Exchange;
using model::Fact;

// ---- The MX lookup ------------------------------------------------------------------------------

std::string in_words(const DomainRecord& domain) {
  const std::size_t records = domain.exchanges.size() + domain.null_mx_preferences.size();
  if (domain.mx_lookup != "NOERROR") return "MX: " + domain.mx_lookup;
  return fmt::format("MX: {} record{}", records, records == 1 ? "" : "s");
}

// Whether it is known which MX records there are.
Fact mx_known(const DomainRecord& domain) {
  const Lookup lookup = lookup_of(domain.mx_lookup);
  if (lookup == Lookup::not_asked) return unknown(Doubt::not_asked, {});
  if (!is_conclusive(lookup)) return unknown(Doubt::not_measured, in_words(domain));
  return yes(in_words(domain));
}

Fact mx_answered(const DomainRecord& domain) {
  if (lookup_of(domain.mx_lookup) == Lookup::failed) return no(in_words(domain));
  return mx_known(domain);
}

Fact null_mx(const DomainRecord& domain) {
  return only_if(mx_known(domain), [&] {
    if (domain.null_mx_preferences.empty()) return no(in_words(domain));
    return yes(fmt::format("MX {} .", domain.null_mx_preferences.front()));
  });
}

Fact null_mx_alone(const DomainRecord& domain) {
  return only_if(null_mx(domain), [&] {
    std::vector<std::string> others;
    for (const Exchange& exchange : domain.exchanges) others.push_back(exchange.name);
    others.resize(others.size() + domain.null_mx_preferences.size() - 1, ".");
    return others.empty() ? yes(in_words(domain)) : no(in_words(domain), others);
  });
}

Fact null_mx_preference_zero(const DomainRecord& domain) {
  return only_if(null_mx(domain), [&] {
    const unsigned preference = domain.null_mx_preferences.back();  // the largest
    const std::string seen = fmt::format("MX {} .", preference);
    Fact fact = preference == 0 ? yes(seen) : no(seen);
    fact.number = preference;
    return fact;
  });
}

// ---- What the records name ----------------------------------------------------------------------

// There are MX records that name hosts.
Fact has_targets(const DomainRecord& domain) {
  return only_if(mx_known(domain), [&] {
    const bool any = domain.mx_lookup == "NOERROR" && !domain.exchanges.empty();
    return any ? yes(in_words(domain)) : no(in_words(domain));
  });
}

// There are hosts to deliver to: those, or the domain itself.
Fact has_hosts(const DomainRecord& domain) {
  return only_if(mx_known(domain), [&] {
    const bool any = domain.mx_status != "no_mx" && !domain.exchanges.empty();
    return any ? yes(in_words(domain)) : no(in_words(domain));
  });
}

// RFC 6761 section 6.3: such a name is the sender's own machine.
bool is_localhost(std::string_view name) {
  return name == "localhost" || name.ends_with(".localhost");
}

bool is_literal(std::string_view name) {
  if (name.size() > 2 && name.front() == '[' && name.back() == ']')
    name = name.substr(1, name.size() - 2);
  return base::IpAddress::parse(name).has_value();
}

Fact mx_targets_are_names(const DomainRecord& domain) {
  return only_if(has_targets(domain), [&] {
    ForEach each;
    for (const Exchange& exchange : domain.exchanges) {
      const std::string& name = exchange.name;
      if (is_literal(name)) {
        each.fails(name, name + " is an address");
      } else if (is_localhost(name)) {
        each.fails(name, name + " is everybody's own");
      } else {
        each.holds();
      }
    }
    return each.fact(in_words(domain));
  });
}

// ---- Their addresses ----------------------------------------------------------------------------

// Was meant to be looked up: not an address in the place of a name, or "localhost".
bool is_looked_up(const Exchange& exchange) {
  return exchange.problem != "ip_literal" && exchange.problem != "localhost";
}

std::string statuses(const Exchange& exchange) {
  if (exchange.ipv4_status.empty()) return exchange.name + ": not looked up";
  return fmt::format("{}: A {}, AAAA {}", exchange.name, exchange.ipv4_status,
                     exchange.ipv6_status);
}

bool has_address(const Exchange& exchange) {
  return !exchange.ipv4_addresses.empty() || !exchange.ipv6_addresses.empty();
}

// Nothing remains to be found out about its addresses.
bool addresses_known(const Exchange& exchange) {
  return is_conclusive(lookup_of(exchange.ipv4_status)) &&
         is_conclusive(lookup_of(exchange.ipv6_status));
}

// The fact of all hosts looked up, each of which `judge` puts into the sum.
Fact of_hosts(const Fact& condition, const DomainRecord& domain,
              void (*judge)(const Exchange& exchange, ForEach& each)) {
  return only_if(condition, [&] {
    ForEach each;
    for (const Exchange& exchange : domain.exchanges) {
      if (is_looked_up(exchange)) judge(exchange, each);
    }
    return each.fact(fmt::format("{} host{}", each.count(), each.count() == 1 ? "" : "s"));
  });
}

// RFC 5321 section 5.1, RFC 2181 section 10.3.
void judge_alias(const Exchange& exchange, ForEach& each) {
  const bool loop = exchange.ipv4_status == "CNAME_LOOP" || exchange.ipv6_status == "CNAME_LOOP";
  if (!exchange.aliases.empty()) {
    each.fails(exchange.name, exchange.name + " is an alias of " + exchange.aliases.front());
  } else if (loop) {
    each.fails(exchange.name, statuses(exchange));
  } else if (is_conclusive(lookup_of(exchange.ipv4_status)) ||
             is_conclusive(lookup_of(exchange.ipv6_status))) {
    each.holds();
  } else {
    each.is_unknown(statuses(exchange));
  }
}

void judge_resolves(const Exchange& exchange, ForEach& each) {
  if (has_address(exchange)) {
    each.holds();
  } else if (addresses_known(exchange)) {
    each.fails(exchange.name, statuses(exchange));
  } else {
    each.is_unknown(statuses(exchange));
  }
}

void judge_public(const Exchange& exchange, ForEach& each) {
  bool known = addresses_known(exchange);
  for (const auto* addresses : {&exchange.ipv4_addresses, &exchange.ipv6_addresses}) {
    for (const std::string& text : *addresses) {
      const auto address = base::IpAddress::parse(text);
      if (address && is_public(*address)) continue;
      each.fails(text, exchange.name + " " + text);
      known = false;
    }
  }
  if (!known) {
    each.is_unknown(statuses(exchange));
  } else if (has_address(exchange)) {
    each.holds();
  }
}

void judge_signed(const Exchange& exchange, ForEach& each) {
  if (!addresses_known(exchange)) {
    each.is_unknown(statuses(exchange));
  } else if (exchange.authenticated) {
    each.holds();
  } else {
    each.fails(exchange.name, exchange.name + ": no AD flag");
  }
}

Fact has_family(const DomainRecord& domain, std::string Exchange::*status,
                std::vector<std::string> Exchange::*addresses) {
  return only_if(has_hosts(domain), [&] {
    ForEach without;
    for (const Exchange& exchange : domain.exchanges) {
      if (!is_looked_up(exchange)) continue;
      if (!(exchange.*addresses).empty())
        return yes(exchange.name + " " + (exchange.*addresses).front());
      if (is_conclusive(lookup_of(exchange.*status))) {
        without.holds();
      } else {
        without.is_unknown(statuses(exchange));
      }
    }
    // That no host has one is the `no` here.
    const Fact fact = without.fact({});
    return fact.value == model::Answer::yes ? no("none of the hosts") : fact;
  });
}

Fact several_mx(const DomainRecord& domain) {
  return only_if(has_hosts(domain), [&] {
    std::set<std::string_view> names;
    for (const Exchange& exchange : domain.exchanges) names.insert(exchange.name);
    const std::string seen = fmt::format("{} host{}", names.size(), names.size() == 1 ? "" : "s");
    Fact fact = names.size() > 1 ? yes(seen) : no(seen);
    fact.number = names.size();
    return fact;
  });
}

}  // namespace

Fact mx_secure_fact(const DomainRecord& domain) {
  return only_if(mx_known(domain), [&] {
    return domain.authenticated ? yes(in_words(domain) + ", AD flag")
                                : no(in_words(domain) + ", no AD flag");
  });
}

std::span<const DomainFact> domain_mx_facts() {
  static constexpr DomainFact kFacts[] = {
      {"mx_answered", mx_answered},
      {"mx_secure", mx_secure_fact},
      {"null_mx", null_mx},
      {"null_mx_alone", null_mx_alone},
      {"null_mx_preference_zero", null_mx_preference_zero},
      {"mx_targets_are_names", mx_targets_are_names},
      {"mx_targets_not_aliases",
       [](const DomainRecord& domain) {
         return of_hosts(has_targets(domain), domain, judge_alias);
       }},
      {"mx_targets_resolve",
       [](const DomainRecord& domain) {
         return of_hosts(has_targets(domain), domain, judge_resolves);
       }},
      {"mx_targets_public",
       [](const DomainRecord& domain) {
         return of_hosts(has_hosts(domain), domain, judge_public);
       }},
      {"mx_has_ipv4",
       [](const DomainRecord& domain) {
         return has_family(domain, &Exchange::ipv4_status, &Exchange::ipv4_addresses);
       }},
      {"mx_has_ipv6",
       [](const DomainRecord& domain) {
         return has_family(domain, &Exchange::ipv6_status, &Exchange::ipv6_addresses);
       }},
      {"several_mx", several_mx},
      {"mx_addresses_secure",
       [](const DomainRecord& domain) {
         return of_hosts(has_hosts(domain), domain, judge_signed);
       }},
  };
  return kFacts;
}

}  // namespace facts
