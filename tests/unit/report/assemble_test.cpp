// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/assemble.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "../policy/mail.hpp"
#include "checks/judge.hpp"
#include "facts/domain.hpp"
#include "model/sender_json.hpp"

namespace {

using policy_test::Mail;
using policy_test::tlsa;
using report::Domain;
using report::Enforcement;
using report::Finding;
using report::Readiness;
using report::Severity;

// What senders want to know besides what policies do.
constexpr const char* kWhole =
    "starttls_accepted tls1_1=no tls1_0=no ssl3=no ems_echoed ems_required=no renegotiation_info "
    "renegotiation_info_required=no sni_required=no large_hello_tolerated alpn_enforced=no "
    "recommended_suite_tls1_2 kx_static_rsa kx_dhe kx_anonymous=no group_x25519 group_secp256r1 "
    "group_secp384r1 group_x25519mlkem768=no hello_retry_request certificate_names_domain=no "
    "key_usage_allows_signature key_usage_allows_encipherment certificate_depends_on_sni=no "
    "dhe_at_least_2048=2048: client_certificate_requested=no";

std::string whole(const std::string& but = {}) { return std::string(kWhole) + " " + but; }

// As the command judges before it assembles.
report::Material material_of(const Mail& mail) {
  report::Material material;
  material.domains.push_back(mail.domain);
  model::DomainRecord& domain = material.domains.back();
  domain.facts = facts::facts_of(domain);
  domain.verdicts = checks::judge_of(checks::Subject::domain).judge(domain.facts, 0);
  for (const auto& [id, server] : mail.view().servers) {
    model::EndpointRecord record = *server;
    record.verdicts = checks::judge_of(checks::Subject::endpoint).judge(record.facts, 25);
    material.endpoints.push_back(std::move(record));
  }
  material.senders = *model::read_builtin_senders({});
  return material;
}

Domain assembled(const report::Material& material) {
  report::Audit about;
  about.resolver_trusted = true;
  return report::assemble(about, material, "20261122120000").domains.at(0);
}
Domain assembled(const Mail& mail) { return assembled(material_of(mail)); }

const Finding* find(const Domain& domain, std::string_view id) {
  const auto found = std::find_if(domain.findings.begin(), domain.findings.end(),
                                  [id](const Finding& finding) { return finding.id == id; });
  return found == domain.findings.end() ? nullptr : &*found;
}

const Enforcement& way(const Domain& domain, std::string_view id) {
  const auto found =
      std::find_if(domain.enforcement.begin(), domain.enforcement.end(),
                   [id](const Enforcement& enforcement) { return enforcement.id == id; });
  REQUIRE(found != domain.enforcement.end());
  return *found;
}

bool any_reason(const Domain& domain, std::string_view words) {
  return std::any_of(
      domain.reasons.begin(), domain.reasons.end(),
      [words](const std::string& reason) { return reason.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("servers in order are safe to enforce") {
  const Domain domain = assembled(
      Mail().host().tlsa({tlsa(3, 1, 1, 'a')}).server(whole()).server(whole(), {{"a"}, 1}));
  CHECK(domain.readiness == Readiness::safe);
  CHECK(domain.headline.starts_with("safe: all 22 kinds of sender"));
  CHECK(domain.reasons.empty());
  CHECK(std::none_of(domain.findings.begin(), domain.findings.end(),
                     [](const Finding& finding) { return finding.blocks; }));
  CHECK(way(domain, "dane").in_force);
  CHECK(way(domain, "mta_sts").readiness == Readiness::safe);
  CHECK(way(domain, "mandatory_tls").senders > 15);
  REQUIRE(domain.hosts.size() == 1);
  CHECK(domain.hosts[0].servers.size() == 2);
  CHECK(domain.hosts[0].servers[0].versions == std::vector<std::string>{"TLS 1.2", "TLS 1.3"});
  CHECK(domain.senders.size() == 27);
}

TEST_CASE("records of another key lose the mail of senders that follow DANE") {
  const Domain domain = assembled(Mail().host().tlsa({tlsa(3, 1, 1, 'z')}).server(whole()));
  CHECK(domain.readiness == Readiness::not_yet);
  CHECK(way(domain, "dane").readiness == Readiness::not_yet);
  CHECK(way(domain, "dane").failing.size() == way(domain, "dane").senders);
  REQUIRE(domain.findings.size() > 0);
  const Finding& finding = domain.findings.front();
  CHECK(finding.id == "dane.invalid");
  CHECK(finding.blocks);
  CHECK(finding.places.at(0).where == "mx.example.org/192.0.2.1:25");
  CHECK(std::count(finding.senders.begin(), finding.senders.end(), "postfix-dane-debian12") == 1);
  CHECK(domain.headline.find("1 of 1 server and") != std::string::npos);
  CHECK(any_reason(domain, "no TLSA record is of its certificates"));
  CHECK(domain.hosts[0].servers[0].worst == Severity::fail);
}

TEST_CASE("what only informs without a policy is what stands in the way of one") {
  const Domain domain = assembled(Mail().host().server(whole("certificate_trusted=no:untrusted")));
  CHECK(domain.readiness == Readiness::not_yet);
  CHECK(way(domain, "mta_sts").readiness == Readiness::not_yet);
  CHECK(way(domain, "dane").readiness == Readiness::safe);
  const Finding* finding = find(domain, "rfc8461/certificate_trusted");
  REQUIRE(finding != nullptr);
  CHECK(finding->blocks);
  CHECK(finding->severity == Severity::fail);
  CHECK(finding->title.starts_with("Wanted: "));
  CHECK_FALSE(finding->remedies.empty());
  CHECK_FALSE(finding->sources.empty());
}

TEST_CASE("a server that does not answer is not known, and nobody's failure") {
  const Domain domain = assembled(Mail()
                                      .host()
                                      .server(whole())
                                      .host("mx2.example.org", 20)
                                      .away("connect.timeout", model::Measurability::transient));
  CHECK(domain.readiness == Readiness::unknown);
  CHECK(any_reason(domain, "mx2.example.org/192.0.2.2:25: No answer to our SYN"));
  const Finding* finding = find(domain, "connect.timeout");
  REQUIRE(finding != nullptr);
  CHECK(finding->severity == Severity::doubt);
  CHECK_FALSE(finding->blocks);
}

TEST_CASE("without DNSSEC there is no DANE, which is no reason against the rest") {
  Mail mail;
  mail.domain.authenticated = false;
  mail.host().server(whole());
  const Domain domain = assembled(mail);
  CHECK(domain.readiness == Readiness::safe);
  CHECK_FALSE(way(domain, "dane").possible);
  CHECK(way(domain, "dane").why.find("not signed") != std::string::npos);
}

TEST_CASE("a resolver that is not trusted says nothing about DANE") {
  report::Audit about;
  about.resolver_trusted = false;
  const auto material = material_of(Mail().host().tlsa({tlsa(3, 1, 1, 'a')}).server(whole()));
  const Domain domain = report::assemble(about, material, "1").domains.at(0);
  CHECK(domain.dane.state == policy::DaneState::unknown);
  CHECK(way(domain, "dane").readiness == Readiness::unknown);
  CHECK(domain.readiness == Readiness::unknown);
  // Nor does it lose anybody's mail.
  const auto wrong = material_of(Mail().host().tlsa({tlsa(3, 1, 1, 'z')}).server(whole()));
  CHECK(report::assemble(about, wrong, "1").domains.at(0).readiness == Readiness::unknown);
}

TEST_CASE("questions left out for politeness are named where they keep us from telling") {
  auto material = material_of(
      Mail().host().server(whole("sni_required=unknown large_hello_tolerated=unknown")));
  material.endpoints[0].cut_short = "dirty_closes";
  const Domain domain = assembled(material);
  CHECK(domain.readiness == Readiness::unknown);
  CHECK(any_reason(domain, "--authorized"));
}

TEST_CASE("the change is for the software that answers, where that is known") {
  auto material = material_of(Mail().host().server(whole("tls1_0")));
  const auto software = [&material] {
    const Domain domain = assembled(material);
    const Finding* finding = find(domain, "rfc8996/no_tls1_0");
    REQUIRE(finding != nullptr);
    std::vector<std::string> names;
    for (const report::Remedy& remedy : finding->remedies)
      if (!remedy.software.empty()) names.push_back(remedy.software);
    return names;
  };
  CHECK(software().size() > 3);
  model::Conversation conversation;
  wire::SmtpReply greeting;
  greeting.code = 220;
  greeting.lines = {"mx.example.org ESMTP Postfix (Debian/GNU)"};
  conversation.transcript.events.push_back({"greeting", {}, false, model::Replied{greeting}});
  material.endpoints[0].conversations.push_back(conversation);
  CHECK(software() == std::vector<std::string>{"Postfix"});
}

TEST_CASE("a domain without mail servers has nothing to enforce") {
  Mail mail;
  mail.domain.mx_status = "null_mx";
  mail.domain.null_mx_preferences = {0};
  CHECK(assembled(mail).headline.find("takes no mail") != std::string::npos);
  mail.domain.null_mx_preferences = {};
  mail.domain.mx_status = "unknown";
  mail.domain.mx_lookup = "SERVFAIL";
  const Domain domain = assembled(mail);
  CHECK(domain.headline == "could not tell: the MX lookup failed");
  CHECK(domain.readiness == Readiness::unknown);
}

TEST_CASE("where users hand in mail no sending server is asked about") {
  auto material = material_of(Mail().host().server(
      whole("certificate_in_dates=no:expired certificate_trusted=no:expired")));
  material.domains[0].mx_status = "named_host";
  material.endpoints[0].endpoint.port = 587;
  material.domains[0].exchanges[0].endpoint_ids = {"mx.example.org/192.0.2.1:587"};
  material.endpoints[0].verdicts =
      checks::judge_of(checks::Subject::endpoint).judge(material.endpoints[0].facts, 587);
  const Domain domain = assembled(material);
  CHECK(domain.is_host);
  CHECK(domain.senders.empty());
  CHECK(domain.enforcement.empty());
  CHECK(domain.readiness == Readiness::not_yet);
}

TEST_CASE("a host whose addresses could not be looked up keeps us from saying safe") {
  Mail mail;
  mail.host().server(whole()).host("mx2.example.org", 20);
  mail.exchange().problem = "address_lookup_failed";
  mail.exchange().ipv4_status = mail.exchange().ipv6_status = "SERVFAIL";
  const Domain domain = assembled(mail);
  CHECK(domain.readiness == Readiness::unknown);
  CHECK(any_reason(domain, "mx2.example.org"));
}

TEST_CASE("a policy that could not be read may say anything") {
  Mail mail;
  mail.host().server(whole()).policy("", "v=STSv1; id=1;");
  model::PolicyFetch fetch;
  fetch.end = model::PolicyEnd::timeout;
  fetch.host = "mta-sts.example.org";
  mail.domain.mta_sts_policy = fetch;
  CHECK(assembled(mail).readiness == Readiness::unknown);
}

TEST_CASE("what is lost to DANE is not booked on MTA-STS") {
  const Domain domain = assembled(Mail().host().tlsa({tlsa(3, 1, 1, 'z')}).server(whole()));
  CHECK(way(domain, "mta_sts").readiness == Readiness::safe);
  CHECK(domain.headline.starts_with("mail is being lost now: "));
}

TEST_CASE("a host that is named gets no policy of a domain suggested") {
  auto material = material_of(Mail().host().server(whole()));
  material.domains[0].mx_status = "named_host";
  const Domain domain = assembled(material);
  CHECK(domain.suggestions.mta_sts_policy.empty());
  CHECK(domain.suggestions.tlsrpt_record.name.empty());
  CHECK_FALSE(domain.suggestions.tlsa.empty());
}
