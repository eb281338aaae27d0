// SPDX-License-Identifier: GPL-3.0-or-later
//
// What holds for all facts of a domain, and the guard: none goes untested.
#include <map>
#include <set>

#include <doctest/doctest.h>

#include "domain_cases.hpp"
#include "facts/domain.hpp"
#include "facts/public_address.hpp"
#include "scan/special_purpose.hpp"
#include "support/domain_text.hpp"

namespace test {

void check(const std::vector<DomainCase>& cases) {
  for (const DomainCase& one : cases) {
    const auto facts = facts::facts_of(support::domain_of("domain: example.test\n" + one.dns));
    const model::Fact* fact = model::find_fact(facts, one.fact);
    CAPTURE(std::string(one.fact));
    REQUIRE(fact != nullptr);
    const std::string says(fact->value == model::Answer::unknown ? model::to_string(fact->doubt)
                                                                 : model::to_string(fact->value));
    INFO(std::string(one.when), " (", fact->seen, ")");
    CHECK(says == one.says);
    CHECK(fact->list == one.list);
    CHECK((fact->doubt == model::Doubt::none) == (fact->value != model::Answer::unknown));
    CHECK(fact->probe.empty());
    if (fact->value != model::Answer::unknown) CHECK(!fact->seen.empty());
  }
}

}  // namespace test

namespace {

using test::DomainCase;

TEST_CASE("every fact of a domain has a yes, a no and an unknown, and no case is about another") {
  std::map<std::string_view, std::set<std::string_view>> tested;
  for (const auto table : {test::domain_mx_cases, test::domain_tlsa_cases,
                           test::domain_policy_cases, test::domain_mta_sts_cases}) {
    for (const DomainCase& one : table()) {
      const bool known = one.says == "yes" || one.says == "no";
      tested[one.fact].insert(known ? one.says : "unknown");
    }
  }
  const auto facts = facts::facts_of(model::DomainRecord());
  for (const model::Fact& fact : facts) {
    CAPTURE(std::string(fact.name));
    CHECK(tested[fact.name] == std::set<std::string_view>{"yes", "no", "unknown"});
  }
  CHECK(tested.size() == facts.size());
}

TEST_CASE("of a domain that was not looked up nothing is known") {
  std::set<std::string_view> names;
  for (const model::Fact& fact : facts::facts_of(model::DomainRecord())) {
    CAPTURE(std::string(fact.name));
    CHECK(fact.value == model::Answer::unknown);
    CHECK(fact.doubt == model::Doubt::not_asked);
    CHECK(names.insert(fact.name).second);
  }
}

TEST_CASE("of a domain whose name servers say nothing, nothing is no") {
  for (const std::string status :
       {"TIMEOUT", "CONNECT_FAILED", "CANCELLED", "BAD_ANSWER", "FORMERR", "NOTIMP", "BAD_NAME"}) {
    CAPTURE(status);
    model::DomainRecord silent;
    silent.mx_lookup = status;
    silent.mx_status = "unknown";
    model::DomainRecord later = support::domain_of(
        "domain: example.test\nMX 10 mx.example.test\nmx.example.test A 9.9.9.9\n"
        "_25._tcp.mx.example.test TLSA 3 1 1 ab*32\nMX 20 mx2.example.test\n"
        "mx2.example.test AAAA 2620:fe::9");
    model::Exchange& host = later.exchanges.back();
    host.ipv4_status = host.ipv6_status = status;
    host.ipv6_addresses.clear();
    model::TlsaLookup lookup;
    lookup.skipped = "address_lookup_failed";
    host.tlsa = lookup;
    later.mta_sts = model::PolicyLookup{status, false, {}};
    later.tlsrpt = model::PolicyLookup{status, false, {}};
    for (const model::DomainRecord& record : {silent, later}) {
      for (const model::Fact& fact : facts::facts_of(record)) {
        if (fact.name == "null_mx") continue;  // the MX records of the second are known
        CAPTURE(std::string(fact.name));
        CHECK(fact.value != model::Answer::no);
      }
    }
  }
}

TEST_CASE("in a survey, which asks for no policy, the facts about policies are not asked") {
  model::DomainRecord record = support::domain_of(
      "domain: example.test\nMX 10 mx.example.test\nmx.example.test A 9.9.9.9\n"
      "_25._tcp.mx.example.test TLSA 3 1 1 ab*32");
  record.exchanges.front().tlsa = {};
  record.mta_sts = {};
  record.tlsrpt = {};
  for (const model::Fact& fact : facts::facts_of(record)) {
    CAPTURE(std::string(fact.name));
    const bool about_policy = fact.name.starts_with("tlsa_") || fact.name.starts_with("mta_sts_") ||
                              fact.name.starts_with("tlsrpt_");
    CHECK((fact.doubt == model::Doubt::not_asked) == about_policy);
  }
}

TEST_CASE("an address is public when a scan would contact it") {
  for (const std::string_view text : {"0.0.0.0",
                                      "9.255.255.255",
                                      "10.0.0.0",
                                      "10.255.255.255",
                                      "11.0.0.0",
                                      "100.63.255.255",
                                      "100.64.0.0",
                                      "100.127.255.255",
                                      "100.128.0.0",
                                      "127.0.0.1",
                                      "169.254.1.1",
                                      "172.15.255.255",
                                      "172.16.0.0",
                                      "172.31.255.255",
                                      "172.32.0.0",
                                      "192.0.0.255",
                                      "192.0.1.0",
                                      "192.0.2.1",
                                      "192.88.99.1",
                                      "192.88.100.0",
                                      "192.168.0.1",
                                      "192.169.0.0",
                                      "198.17.255.255",
                                      "198.18.0.0",
                                      "198.19.255.255",
                                      "198.20.0.0",
                                      "198.51.100.1",
                                      "203.0.113.1",
                                      "223.255.255.255",
                                      "224.0.0.1",
                                      "239.255.255.255",
                                      "240.0.0.0",
                                      "255.255.255.255",
                                      "9.9.9.9",
                                      "::",
                                      "::1",
                                      "::ffff:9.9.9.9",
                                      "64:ff9b::9.9.9.9",
                                      "64:ff9b::10.0.0.1",
                                      "64:ff9b:1::1",
                                      "100::1",
                                      "1fff::1",
                                      "2000::1",
                                      "2001::1",
                                      "2001:1ff::1",
                                      "2001:200::1",
                                      "2001:db8::1",
                                      "2001:db9::1",
                                      "2002::1",
                                      "2620:fe::9",
                                      "3fff::1",
                                      "3fff:0fff::1",
                                      "3fff:1000::1",
                                      "4000::1",
                                      "5f00::1",
                                      "fc00::1",
                                      "fe80::1",
                                      "fec0::1",
                                      "ff02::1"}) {
    CAPTURE(std::string(text));
    const auto address = base::IpAddress::parse(text);
    REQUIRE(address.has_value());
    CHECK(facts::is_public(*address) == !scan::is_special_purpose(*address));
  }
}

}  // namespace
