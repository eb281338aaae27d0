// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/mta_sts_policy.hpp"

#include <doctest/doctest.h>

#include "senders/domain_view.hpp"
#include "server_text.hpp"

namespace {

using model::PolicyEnd;
using State = senders::MtaStsPolicy::State;

model::DomainRecord announcing(const std::vector<std::string>& records) {
  model::DomainRecord domain;
  domain.domain = "example.test";
  domain.mta_sts = model::PolicyLookup{"NOERROR", false, records};
  return domain;
}

model::PolicyFetch fetch(PolicyEnd end, int status = 0) {
  model::PolicyFetch fetch;
  fetch.end = end;
  fetch.host = "mta-sts.example.test";
  fetch.http_status = status;
  return fetch;
}

model::PolicyFetch fetched(std::string body) {
  model::PolicyFetch whole = fetch(PolicyEnd::fetched, 200);
  whole.validation = model::CertificateValidation{{}, true};
  whole.body = std::move(body);
  return whole;
}
constexpr const char* kEnforce =
    "version: STSv1\r\nmode: enforce\r\nmx: *.example.test\r\nmax_age: 604800\r\n";

senders::MtaStsPolicy policy(const model::PolicyFetch& fetch) {
  model::DomainRecord domain = announcing({"v=STSv1; id=1;"});
  domain.mta_sts_policy = fetch;
  return senders::mta_sts_policy_of(domain);
}

TEST_CASE("without one record that senders would follow there is no policy") {
  const auto state = [](const std::vector<std::string>& records) {
    model::DomainRecord domain = announcing(records);
    domain.mta_sts_policy = fetched(kEnforce);
    return senders::mta_sts_policy_of(domain).state;
  };
  CHECK(state({}) == State::none);
  CHECK(state({"v=STSv1; id=1;", "v=STSv1; id=2;"}) == State::none);
  CHECK(state({"v=STSv1;"}) == State::none);
  CHECK(state({"v=spf1 -all", "v=STSv1; id=1;"}) == State::read);
  std::string long_record = "v=STSv1; id=1; x=";
  long_record.resize(model::kMaxPolicyText, '\x01');
  CHECK(state({long_record}) == State::read);
}

TEST_CASE("a policy that came from a host that proved itself is read") {
  const senders::MtaStsPolicy read = policy(fetched(kEnforce));
  CHECK(read.state == State::read);
  CHECK(read.policy.mode == wire::MtaStsMode::enforce);
  CHECK(read.covers("MX.example.test"));
  CHECK_FALSE(read.covers("a.mx.example.test"));
  CHECK_FALSE(read.covers("example.test"));
}

TEST_CASE("a fetch that failed for reasons that may be ours leaves the policy open") {
  CHECK(policy({}).state == State::not_read);
  CHECK(policy({}).property == "mta_sts_record");
  for (const PolicyEnd end :
       {PolicyEnd::timeout, PolicyEnd::lookup_failed, PolicyEnd::private_address}) {
    CHECK(policy(fetch(end)).state == State::not_read);
    CHECK(policy(fetch(end)).property == "mta_sts_policy_fetched");
  }
  model::PolicyFetch unjudged = fetched(kEnforce);
  unjudged.validation.reset();
  CHECK(policy(unjudged).state == State::not_read);
}

TEST_CASE("a policy that cannot be had or used counts for nobody without an earlier one") {
  const auto check = [](const model::PolicyFetch& fetch, std::string_view property,
                        std::string_view why) {
    const senders::MtaStsPolicy found = policy(fetch);
    CHECK(found.state == State::unusable);
    CHECK(found.property == property);
    CHECK(found.why.ends_with(why));
  };
  for (const PolicyEnd end : {PolicyEnd::no_address, PolicyEnd::connect_failed,
                              PolicyEnd::tls_failed, PolicyEnd::too_large, PolicyEnd::broken_off})
    check(fetch(end), "mta_sts_policy_fetched", to_string(end));
  check(fetch(PolicyEnd::redirected, 301), "mta_sts_policy_fetched", "redirected, status 301");
  check(fetch(PolicyEnd::http_status, 404), "mta_sts_policy_fetched", "http_status, status 404");
  model::PolicyFetch expired = fetched(kEnforce);
  expired.validation->faults = {"expired"};
  check(expired, "mta_sts_policy_host_certified", "its host's certificate is expired");
  model::PolicyFetch other = fetched(kEnforce);
  other.validation->matches_domain = false;
  check(other, "mta_sts_policy_host_certified", "is for another name");
  model::PolicyFetch both = expired;
  both.end = PolicyEnd::http_status;
  check(both, "mta_sts_policy_host_certified", "its host's certificate is expired");
  check(fetched("version: STSv1\r\nmode: enforce\r\nmx: a.test\r\n"), "mta_sts_policy_usable",
        "no max_age");
}

TEST_CASE("a domain is seen with the servers that were looked at") {
  model::DomainRecord domain = announcing({"v=STSv1; id=1;"});
  domain.mx_lookup = "NOERROR";
  domain.mx_status = "has_mx";
  domain.authenticated = true;
  domain.exchanges.resize(1);
  domain.exchanges[0].name = "mx.example.test";
  domain.exchanges[0].endpoint_ids = {"a", "b"};
  const auto server = std::make_shared<const senders::Server>(senders_test::server());
  const senders::DomainView view = senders::view_of(domain, [&](const std::string& id) {
    return id == "b" ? server : std::shared_ptr<const senders::Server>();
  });
  CHECK(view.domain == "example.test");
  CHECK(view.mx_lookup == "NOERROR");
  CHECK(view.mx_status == "has_mx");
  CHECK(view.authenticated);
  CHECK(view.mta_sts.state == State::not_read);
  REQUIRE(view.hosts.size() == 1);
  CHECK(view.hosts[0].exchange.name == "mx.example.test");
  REQUIRE(view.hosts[0].servers.size() == 2);
  CHECK(view.hosts[0].servers[0] == nullptr);
  CHECK(view.hosts[0].servers[1] == server);
}

}  // namespace
