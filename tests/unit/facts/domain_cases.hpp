// SPDX-License-Identifier: GPL-3.0-or-later
//
// What each fact of a domain must be for which DNS, as tables. A fact without a `yes`, a `no` and
// an unknown among them fails the guard (every_domain_fact_test.cpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace test {

struct DomainCase {
  std::string_view fact;
  std::string_view says;  // "yes", "no", or the doubt: "not_applicable"
  std::string_view when;
  std::string dns;  // support/domain_text.hpp, without the domain: it is example.test
  std::vector<std::string> list{};
};

std::vector<DomainCase> domain_mx_cases();
std::vector<DomainCase> domain_tlsa_cases();
std::vector<DomainCase> domain_policy_cases();
std::vector<DomainCase> domain_mta_sts_cases();

// In a TEST_CASE: each case of the table as assertions of its own.
void check(const std::vector<DomainCase>& cases);

}  // namespace test
