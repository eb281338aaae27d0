// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/domain.hpp"

#include "facts/domain_topics.hpp"

namespace facts {

std::vector<model::Fact> facts_of(const model::DomainRecord& domain) {
  std::vector<model::Fact> facts;
  constexpr std::size_t kAbout = 40;  // as many as there are
  facts.reserve(kAbout);
  for (const auto topic :
       {domain_mx_facts, domain_tlsa_facts, domain_policy_facts, domain_mta_sts_facts}) {
    for (const DomainFact& entry : topic()) {
      facts.push_back(entry.of(domain));
      facts.back().name = entry.name;
    }
  }
  return facts;
}

}  // namespace facts
