// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/records.hpp"

#include <doctest/doctest.h>

#include "mail.hpp"
#include "policy/dane.hpp"
#include "policy/mta_sts.hpp"

namespace {

using model::Answer;
using policy::RequireTlsOfDomain;
using policy::TlsrptOfDomain;
using policy::TlsrptState;
using policy_test::Mail;
using policy_test::tlsa;

// ---- TLSRPT -------------------------------------------------------------------------------------

TlsrptOfDomain tlsrpt(const std::string& status, std::vector<std::string> records) {
  Mail mail;
  model::PolicyLookup lookup;
  lookup.status = status;
  lookup.records = std::move(records);
  mail.domain.tlsrpt = lookup;
  return policy::tlsrpt_of(mail.view());
}

TEST_CASE("tlsrpt of a domain") {
  const std::string good = "v=TLSRPTv1; rua=mailto:a@b.test,https://c.test/";
  const TlsrptOfDomain valid = tlsrpt("NOERROR", {"v=spf1", good});
  CHECK(valid.state == TlsrptState::valid);
  CHECK(valid.why.empty());
  CHECK(valid.uris == std::vector<std::string>{"mailto:a@b.test", "https://c.test/"});
  CHECK(tlsrpt("NXDOMAIN", {}).state == TlsrptState::none);
  CHECK(tlsrpt("NOERROR", {"v=spf1"}).state == TlsrptState::none);
  CHECK(tlsrpt("NOERROR", {good, good}).state == TlsrptState::invalid);
  CHECK(tlsrpt("NOERROR", {good, good}).why == "2 records");
  CHECK(tlsrpt("NOERROR", {"v=TLSRPTv1;"}).state == TlsrptState::invalid);
  CHECK(tlsrpt("NOERROR", {"v=TLSRPTv1;"}).why == "no rua");
  CHECK(tlsrpt("NOERROR", {"v=TLSRPTv1; rua=ftp://a.test"}).why ==
        "no mailto and no https among the addresses");
  CHECK(tlsrpt("NOERROR", {"v=TLSRPTv1; rua=ftp://a.test,mailto:a@b.test"}).state ==
        TlsrptState::valid);
  CHECK(tlsrpt("NOERROR", {"v=TLSRPTv1; rua=mailto:" + std::string(5000, 'a')}).state ==
        TlsrptState::unknown);
  CHECK(tlsrpt("SERVFAIL", {}).state == TlsrptState::unknown);
  CHECK(tlsrpt("", {}).why == "the record was not asked for");
  CHECK(policy::to_string(TlsrptState::none) == "none");
  CHECK(policy::to_string(TlsrptState::invalid) == "invalid");
  CHECK(policy::to_string(TlsrptState::valid) == "valid");
  CHECK(policy::to_string(TlsrptState::unknown) == "unknown");
}

// ---- REQUIRETLS ---------------------------------------------------------------------------------

RequireTlsOfDomain requiretls(const Mail& mail) {
  const policy::View view = mail.view();
  const RequireTlsOfDomain found =
      policy::requiretls_of(view, policy::dane_of(view), policy::mta_sts_of(view));
  CHECK(found.why.empty() == (found.usable == Answer::yes));
  return found;
}

Mail with(std::string_view but) {
  Mail mail;
  mail.host().server(but);
  return mail;
}

TEST_CASE("requiretls: offered by every server, or not") {
  CHECK(requiretls(with("requiretls_offered")).offered == Answer::yes);
  CHECK(requiretls(with("requiretls_offered")).usable == Answer::yes);
  CHECK(requiretls(with("requiretls_offered=no")).offered == Answer::no);
  CHECK(requiretls(with("requiretls_offered=no")).why ==
        "mx.example.org/192.0.2.1:25 does not offer it");
  CHECK(requiretls(with("requiretls_offered=na")).offered == Answer::no);
  CHECK(requiretls(with("requiretls_offered=unknown")).offered == Answer::unknown);
  Mail two = with("requiretls_offered");
  CHECK(requiretls(two.unseen()).offered == Answer::unknown);
  CHECK(requiretls(two.server("requiretls_offered=no")).offered == Answer::no);
  CHECK(requiretls(two).usable == Answer::no);
  CHECK(requiretls(Mail().host()).offered == Answer::unknown);
  CHECK(requiretls(Mail()).why == "no server was looked at");
}

TEST_CASE("requiretls: usable where the host is vouched for, and its certificate proved") {
  // By a signed MX answer and TLSA records, whatever the path of the certificate.
  Mail dane;
  dane.host().tlsa({tlsa(3, 1, 1, 'a')}).server("requiretls_offered certificate_trusted=no");
  CHECK(requiretls(dane).usable == Answer::yes);
  // By neither.
  Mail neither = with("requiretls_offered");
  neither.domain.authenticated = false;
  CHECK(requiretls(neither).offered == Answer::yes);
  CHECK(requiretls(neither).usable == Answer::no);
  CHECK(requiretls(neither).why ==
        "mx.example.org: neither DNSSEC nor an MTA-STS policy vouches for the host");
  // By a policy, if it names the host.
  const std::string policy = "version: STSv1\nmode: testing\nmax_age: 1\nmx: ";
  CHECK(requiretls(neither.policy(policy + "mx.example.org")).usable == Answer::yes);
  CHECK(requiretls(neither.policy(policy + "other.test")).usable == Answer::no);
  CHECK(requiretls(neither.policy("version: STSv1\nmode: none\nmax_age: 1\n")).usable ==
        Answer::no);
  // Where it is not known what is signed.
  const Mail signed_mx = with("requiretls_offered");
  policy::View view = signed_mx.view();
  view.resolver_trusted = false;
  CHECK(policy::requiretls_of(view, policy::dane_of(view), policy::mta_sts_of(view)).usable ==
        Answer::unknown);
  // With a certificate that proves nothing.
  CHECK(requiretls(with("requiretls_offered certificate_trusted=no")).usable == Answer::no);
  CHECK(requiretls(with("requiretls_offered certificate_trusted=unknown")).usable ==
        Answer::unknown);
}

// ---- CAA ----------------------------------------------------------------------------------------

policy::CaaOfHost caa(const std::string& status, std::vector<model::CaaRecord> records) {
  Mail mail;
  mail.host();
  model::CaaLookup lookup;
  lookup.status = status;
  lookup.name = "example.org";
  lookup.records = std::move(records);
  mail.exchange().caa = lookup;
  const auto all = policy::caa_of(mail.view());
  REQUIRE(all.size() == 1);
  CHECK(all.front().mx_host == "mx.example.org");
  CHECK(all.front().name == "example.org");
  return all.front();
}

TEST_CASE("caa of a host: who may issue certificates for it") {
  const policy::CaaOfHost two = caa("NOERROR", {{false, "issue", "letsencrypt.org; accounturi=x"},
                                                {false, "Issue", " other.test "},
                                                {false, "issuewild", ";"}});
  CHECK(two.restricted == Answer::yes);
  CHECK(two.issuers == std::vector<std::string>{"letsencrypt.org", "other.test"});
  const policy::CaaOfHost nobody = caa("NOERROR", {{true, "issue", ";"}});
  CHECK(nobody.restricted == Answer::yes);
  CHECK(nobody.issuers.empty());
  CHECK(caa("NOERROR", {{false, "iodef", "mailto:a@b.test"}}).restricted == Answer::no);
  CHECK(caa("NXDOMAIN", {}).restricted == Answer::no);
  CHECK(caa("NO_ANSWER", {}).restricted == Answer::no);
  CHECK(caa("SERVFAIL", {}).restricted == Answer::unknown);
  CHECK(caa("TIMEOUT", {}).restricted == Answer::unknown);
  CHECK(caa("", {}).restricted == Answer::unknown);
}

}  // namespace
