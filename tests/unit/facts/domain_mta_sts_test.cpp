// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "domain_cases.hpp"
#include "facts/domain.hpp"
#include "support/domain_text.hpp"

namespace test {
namespace {

const std::string kHosts =
    "MX 10 mx.example.test\nmx.example.test A 9.9.9.9\n"
    "MX 20 mx2.example.test\nmx2.example.test A 9.9.9.10\n"
    "_mta-sts.example.test TXT v=STSv1; id=1;\n";
const std::string kFetched = kHosts + "policy: fetched\n";
const std::string kVersion = kFetched + "| version: STSv1\n";
const std::string kBoth = "| mx: mx.example.test\n| mx: mx2.example.test\n";
const std::string kAge = "| max_age: 604800\n";
const std::string kNone = kVersion + "| mode: none\n| max_age: 86400\n";

std::string enforcing(const std::string& rest) { return kVersion + "| mode: enforce\n" + rest; }

}  // namespace

std::vector<DomainCase> domain_mta_sts_cases() {
  return {
      {"mta_sts_policy_fetched", "yes", "fetched", kFetched},
      {"mta_sts_policy_fetched", "no", "no address", kHosts + "policy: no_address"},
      {"mta_sts_policy_fetched", "no", "refused", kHosts + "policy: connect_failed"},
      {"mta_sts_policy_fetched", "no", "no TLS", kHosts + "policy: tls_failed"},
      {"mta_sts_policy_fetched", "no", "redirected",
       kHosts + "policy: redirected 301 https://example.test/"},
      {"mta_sts_policy_fetched", "no", "not found", kHosts + "policy: http_status 404"},
      {"mta_sts_policy_fetched", "no", "too large", kHosts + "policy: too_large 200"},
      {"mta_sts_policy_fetched", "no", "broken off", kHosts + "policy: broken_off 200"},
      {"mta_sts_policy_fetched", "not_measured", "slow", kHosts + "policy: timeout"},
      {"mta_sts_policy_fetched", "not_measured", "not looked up", kHosts + "policy: lookup_failed"},
      {"mta_sts_policy_fetched", "not_measured", "private", kHosts + "policy: private_address"},
      {"mta_sts_policy_fetched", "not_asked", "nobody asked", kHosts},

      {"mta_sts_policy_not_redirected", "yes", "fetched", kFetched},
      {"mta_sts_policy_not_redirected", "yes", "not found", kHosts + "policy: http_status 404"},
      {"mta_sts_policy_not_redirected",
       "no",
       "to another host",
       kHosts + "policy: redirected 301 https://example.test/",
       {"https://example.test/"}},
      {"mta_sts_policy_not_redirected",
       "no",
       "nowhere",
       kHosts + "policy: redirected 304",
       {"no Location"}},
      {"mta_sts_policy_not_redirected", "not_measured", "no status", kHosts + "policy: tls_failed"},
      {"mta_sts_policy_not_redirected", "not_asked", "nobody asked", kHosts},

      {"mta_sts_policy_host_certified", "yes", "fetched", kFetched},
      {"mta_sts_policy_host_certified",
       "no",
       "expired, and of another",
       kFetched + "policy-certificate: expired host_mismatch",
       {"expired", "host_mismatch"}},
      {"mta_sts_policy_host_certified",
       "no",
       "without a policy",
       kHosts + "policy: http_status 404\npolicy-certificate: self_signed",
       {"self_signed"}},
      {"mta_sts_policy_host_certified", "not_measured", "no TLS", kHosts + "policy: tls_failed"},
      {"mta_sts_policy_host_certified", "not_asked", "nobody asked", kHosts},

      {"mta_sts_policy_plain_text", "yes", "bare", kFetched},
      {"mta_sts_policy_plain_text", "yes", "with a parameter",
       kFetched + "policy-type: Text/Plain ; charset=utf-8"},
      {"mta_sts_policy_plain_text", "no", "another", kFetched + "policy-type: text/html"},
      {"mta_sts_policy_plain_text", "no", "none", kFetched + "policy-type:"},
      {"mta_sts_policy_plain_text", "not_applicable", "no text", kHosts + "policy: no_address"},
      {"mta_sts_policy_plain_text", "not_measured", "slow", kHosts + "policy: timeout"},

      {"mta_sts_policy_usable", "yes", "enforce", enforcing(kBoth + kAge)},
      {"mta_sts_policy_usable", "yes", "with flaws", enforcing(kBoth + kAge + "| x\n")},
      {"mta_sts_policy_usable", "yes", "none without mx", kNone},
      {"mta_sts_policy_usable", "no", "no mx, no age", enforcing(""), {"no max_age", "no mx"}},
      {"mta_sts_policy_usable",
       "no",
       "unknown mode",
       kVersion + "| mode: on\n" + kBoth + kAge,
       {"line 2: the mode is not enforce, testing or none: \"on\""}},
      {"mta_sts_policy_usable", "not_applicable", "no text", kHosts + "policy: no_address"},

      {"mta_sts_policy_well_formed", "yes", "enforce", enforcing(kBoth + kAge)},
      {"mta_sts_policy_well_formed",
       "no",
       "a second mode",
       enforcing(kBoth + kAge + "| mode: testing"),
       {"line 6: a second mode, passed over"}},
      {"mta_sts_policy_well_formed", "not_applicable", "of no use", enforcing("")},

      {"mta_sts_enforced", "yes", "enforce", enforcing(kBoth + kAge)},
      {"mta_sts_enforced",
       "no",
       "testing",
       kVersion + "| mode: testing\n" + kBoth + kAge,
       {"testing"}},
      {"mta_sts_enforced", "no", "none", kNone, {"none"}},
      {"mta_sts_enforced", "not_applicable", "of no use", enforcing("")},

      {"mta_sts_covers_every_mx", "yes", "each by name", enforcing(kBoth + kAge)},
      {"mta_sts_covers_every_mx", "yes", "by a wildcard",
       enforcing("| mx: *.Example.test\n" + kAge)},
      {"mta_sts_covers_every_mx",
       "no",
       "one is not",
       enforcing("| mx: mx.example.test\n" + kAge),
       {"mx2.example.test"}},
      {"mta_sts_covers_every_mx",
       "no",
       "a wildcard stands for one label",
       enforcing("| mx: *.test\n" + kAge),
       {"mx.example.test", "mx2.example.test"}},
      {"mta_sts_covers_every_mx", "not_applicable", "mode none", kNone},

      {"mta_sts_max_age_at_least_week", "yes", "a week", enforcing(kBoth + kAge)},
      {"mta_sts_max_age_at_least_week", "no", "a second less",
       enforcing(kBoth + "| max_age: 604799\n")},
      {"mta_sts_max_age_at_least_week", "not_applicable", "mode none", kNone},
  };
}

}  // namespace test

namespace {

TEST_CASE("domain facts: the MTA-STS policy") { test::check(test::domain_mta_sts_cases()); }

TEST_CASE("domain facts: max_age is there as a number") {
  const auto facts = facts::facts_of(support::domain_of(
      "domain: example.test\n" + test::enforcing("| mx: a.test\n| max_age: 86400\n")));
  CHECK(model::find_fact(facts, "mta_sts_max_age_at_least_week")->number == 86'400);
}

TEST_CASE("domain facts: without a fetch nothing of the policy is asked") {
  const auto facts = facts::facts_of(support::domain_of("domain: example.test\n" + test::kHosts));
  for (const model::Fact& fact : facts) {
    const bool of_policy =
        fact.name.starts_with("mta_sts_policy_") || fact.name == "mta_sts_enforced" ||
        fact.name == "mta_sts_covers_every_mx" || fact.name == "mta_sts_max_age_at_least_week";
    CAPTURE(std::string(fact.name));
    CHECK((fact.doubt == model::Doubt::not_asked) == of_policy);
  }
}

}  // namespace
