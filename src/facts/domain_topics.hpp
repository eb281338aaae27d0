// SPDX-License-Identifier: GPL-3.0-or-later
//
// The facts of a domain by topic, one file each: a name and a function of the record. The name is
// put into its result by facts_of().
#pragma once

#include <span>
#include <string_view>

#include "model/fact.hpp"
#include "model/records.hpp"

namespace facts {

struct DomainFact {
  std::string_view name;
  model::Fact (*of)(const model::DomainRecord& domain);
};

std::span<const DomainFact> domain_mx_facts();
std::span<const DomainFact> domain_tlsa_facts();
std::span<const DomainFact> domain_policy_facts();
std::span<const DomainFact> domain_mta_sts_facts();

// What TLSA builds on.
model::Fact mx_secure_fact(const model::DomainRecord& domain);

}  // namespace facts
