// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/dane.hpp"

#include <doctest/doctest.h>

#include "mail.hpp"

namespace {

using facts::Dane;
using model::Measurability;
using policy::Coverage;
using policy::DaneAtHost;
using policy::DaneOfDomain;
using policy::DaneState;
using policy_test::Mail;
using policy_test::Shown;
using policy_test::tlsa;

// Of a domain with one host.
DaneAtHost host_of(const Mail& mail) {
  const DaneOfDomain dane = policy::dane_of(mail.view());
  REQUIRE(dane.hosts.size() == 1);
  CHECK(dane.state == dane.hosts.front().state);
  CHECK(dane.tlsrpt_result == dane.hosts.front().tlsrpt_result);
  CHECK(dane.hosts.front().why.empty() == (dane.state == DaneState::valid));
  return dane.hosts.front();
}

DaneState state_of(const Mail& mail) { return host_of(mail).state; }

Mail with(std::vector<model::TlsaRecord> records) {
  Mail mail;
  mail.host().tlsa(std::move(records));
  return mail;
}

const std::vector<model::TlsaRecord> kKey{tlsa(3, 1, 1, 'a')};
const Shown kTwoKinds{{"a", "b"}, 1};

TEST_CASE("dane of a host: none without signed records") {
  const DaneAtHost without = host_of(Mail().host().server());
  CHECK(without.state == DaneState::none);
  CHECK(without.why == "no TLSA records");
  CHECK(without.tlsa_name == "_25._tcp.mx.example.org");
  CHECK(without.servers.front().match.dane == Dane::none);

  Mail insecure = with(kKey);
  model::TlsaLookup lookup = *insecure.exchange().tlsa;
  lookup.authenticated = false;
  insecure.exchange().tlsa = lookup;
  CHECK(host_of(insecure.server()).why == "TLSA records not signed");
  // Without DANE it does not matter here that there is no TLS.
  CHECK(state_of(insecure.server("starttls_offered=no")) == DaneState::none);
}

TEST_CASE("dane of a host: none where TLSA records would help nobody") {
  for (const std::string skipped : {"insecure_address", "no_address"}) {
    Mail mail;
    mail.host();
    model::TlsaLookup lookup;
    lookup.skipped = skipped;
    mail.exchange().tlsa = lookup;
    CHECK(state_of(mail) == DaneState::none);
  }
  Mail literal;
  literal.host("192.0.2.1");
  literal.exchange().tlsa = model::TlsaLookup{};
  literal.exchange().problem = "ip_literal";
  CHECK(state_of(literal) == DaneState::none);
  literal.exchange().problem = "over_limit";
  CHECK(state_of(literal) == DaneState::unknown);
}

TEST_CASE("dane of a host: valid where a record fits at every address") {
  CHECK(state_of(with(kKey).server()) == DaneState::valid);
  CHECK(state_of(with(kKey).server().server()) == DaneState::valid);
  CHECK(state_of(with({tlsa(2, 0, 1, 'i')}).server("", {{"ai"}})) == DaneState::valid);
  // Dates and names do not matter to DANE-EE.
  CHECK(state_of(with(kKey).server("certificate_in_dates=no certificate_names_mx_host=no "
                                   "certificate_trusted=no")) == DaneState::valid);
  // Two machines, each with a key of its own.
  CHECK(state_of(with({tlsa(3, 1, 1, 'a'), tlsa(3, 1, 1, 'b')}).server().server("", {{"b"}})) ==
        DaneState::valid);
}

TEST_CASE("dane of a host: invalid where a record fits at one address and none at another") {
  const DaneAtHost host = host_of(with(kKey).server().server("", {{"b"}}));
  CHECK(host.state == DaneState::invalid);
  CHECK(host.tlsrpt_result == "tlsa-invalid");
  CHECK(host.why == "192.0.2.2:25: no TLSA record is of its certificates");
  CHECK(host.servers[0].match.dane == Dane::matches);
  CHECK(host.servers[0].tlsrpt_result.empty());
  CHECK(host.servers[1].match.dane == Dane::fails);
  CHECK(host.servers[1].tlsrpt_result == "tlsa-invalid");
}

TEST_CASE("dane of a host: records without TLS are invalid, whatever they are of") {
  struct Row {
    std::string_view but;
    std::string_view result;
    std::string_view property;
  };
  for (const auto& records : {kKey, std::vector<model::TlsaRecord>{tlsa(1, 1, 1, 'a')}}) {
    for (const Row& row :
         std::vector<Row>{{"starttls_offered=no starttls_works=na", "starttls-not-supported",
                           "starttls_offered"},
                          {"starttls_offered=unknown ehlo_accepted=no", "starttls-not-supported",
                           "ehlo_accepted"},
                          {"starttls_accepted=no starttls_works=no", "starttls-not-supported",
                           "starttls_accepted"},
                          {"starttls_works=no", "validation-failure", "starttls_works"}}) {
      CAPTURE(row.but);
      const DaneAtHost host = host_of(with(records).server(row.but, {{}}));
      CHECK(host.state == DaneState::invalid);
      CHECK(host.tlsrpt_result == row.result);
      CHECK(host.servers.front().match.property == row.property);
      CHECK(host.why == host.servers.front().match.why);
    }
  }
}

TEST_CASE("dane of a host: a server that was not measured is unknown, and never invalid") {
  CHECK(state_of(with(kKey).unseen()) == DaneState::unknown);
  CHECK(state_of(with(kKey)) == DaneState::unknown);
  for (const auto& [code, measurability] : std::vector<std::pair<std::string, Measurability>>{
           {"connect.timeout", Measurability::transient},
           {"connect.refused", Measurability::measured},
           {"banner.greylisted", Measurability::transient},
           {"ehlo.throttled", Measurability::transient},
           {"banner.blocked", Measurability::blocked},
           {"starttls.tls_unavailable", Measurability::transient}}) {
    CAPTURE(code);
    const DaneAtHost host = host_of(with(kKey).away(code, measurability));
    CHECK(host.state == DaneState::unknown);
    CHECK(host.tlsrpt_result.empty());
    CHECK(host.why.find(code) != std::string::npos);
    // Beside one that is measured it remains a doubt, unless that one fails for certain.
    CHECK(state_of(with(kKey).server().away(code, measurability)) == DaneState::unknown);
    CHECK(state_of(with(kKey).away(code, measurability).server("", {{"b"}})) == DaneState::invalid);
  }
  CHECK(state_of(with(kKey).server("certificate_digests=unknown")) == DaneState::unknown);
  CHECK(state_of(with(kKey).server("starttls_works=unknown")) == DaneState::unknown);
  // A certificate that was shown and is not meant fails, whatever else is not known.
  CHECK(state_of(with(kKey).server("starttls_works=unknown", {{"b"}})) == DaneState::invalid);
}

TEST_CASE("dane of a host: what DANE-TA wants has words of its own") {
  const std::vector<model::TlsaRecord> anchor{tlsa(2, 1, 1, 'i')};
  const auto result = [&](std::string_view but) {
    const DaneAtHost host = host_of(with(anchor).server(but, {{"ai"}}));
    CHECK(host.state == DaneState::invalid);
    return host.tlsrpt_result;
  };
  CHECK(result("certificate_in_dates=no") == "certificate-expired");
  CHECK(result("certificate_names_mx_host=0:other.test") == "certificate-host-mismatch");
  CHECK(result("certificate_issuers_are_cas=no") == "tlsa-invalid");
  // The domain's own name will do, behind a signed MX answer.
  CHECK(state_of(with(anchor).server("certificate_names_mx_host=0:example.org", {{"ai"}})) ==
        DaneState::valid);
  Mail alias = with(anchor);
  alias.domain.aliases = {"alias.test"};
  CHECK(state_of(alias.server("certificate_names_mx_host=0:alias.test", {{"ai"}})) ==
        DaneState::valid);
  Mail unsigned_mx = with(anchor);
  unsigned_mx.domain.authenticated = false;
  CHECK(state_of(unsigned_mx.server("certificate_names_mx_host=0:example.org", {{"ai"}})) ==
        DaneState::invalid);
}

TEST_CASE("dane of a host: rollover where a usable record is of nothing that was shown") {
  const DaneAtHost host = host_of(with({kKey.front(), tlsa(3, 1, 1, 'n')}).server().server());
  CHECK(host.state == DaneState::rollover);
  CHECK(host.why.starts_with("3 1 1 "));
  CHECK(host.why.ends_with("... is of nothing that was shown"));
  CHECK(host.tlsrpt_result.empty());
  // One that nobody can use prepares nothing.
  CHECK(state_of(with({kKey.front(), tlsa(1, 1, 1, 'n')}).server()) == DaneState::valid);
  // Nor does one that another outweighs.
  CHECK(state_of(with({tlsa(3, 1, 2, 'a'), tlsa(3, 1, 1, 'n')}).server()) == DaneState::valid);
}

TEST_CASE("dane of a host: unusable where TLS is wanted and nothing proves the server") {
  const DaneAtHost host = host_of(with({tlsa(1, 1, 1, 'a'), tlsa(0, 0, 1, 'i')}).server());
  CHECK(host.state == DaneState::unusable);
  CHECK(host.why == "no usable TLSA record: usage 1");
  CHECK(host.tlsrpt_result.empty());
}

TEST_CASE("dane of a host: half behind an MX answer that is not signed") {
  Mail mail = with(kKey);
  mail.domain.authenticated = false;
  const DaneAtHost host = host_of(mail.server());
  CHECK(host.state == DaneState::half);
  CHECK(host.why == "the MX answer that leads to the host is not signed");
  CHECK_FALSE(policy::dane_of(mail.view()).mx_signed);
  // Senders that look all the same are held up by one that fits nothing.
  CHECK(state_of(mail.server("", {{"b"}})) == DaneState::invalid);
}

TEST_CASE("dane of a host: a TLSA lookup that fails, and one that nobody answers") {
  const auto after = [](const std::string& status) {
    Mail mail;
    mail.host();
    model::TlsaLookup lookup;
    lookup.status = status;
    mail.exchange().tlsa = lookup;
    return host_of(mail.server());
  };
  CHECK(after("SERVFAIL").state == DaneState::lookup_failed);
  CHECK(after("SERVFAIL").why == "TLSA SERVFAIL");
  CHECK(after("SERVFAIL").tlsrpt_result == "dnssec-invalid");
  CHECK(after("SERVFAIL").servers.front().tlsrpt_result == "dnssec-invalid");
  CHECK(after("TIMEOUT").state == DaneState::unknown);
  CHECK(after("").state == DaneState::unknown);
}

TEST_CASE("dane of a server with two kinds of key: each needs a record") {
  const std::string_view both = "kx_ecdhe_ecdsa";
  CHECK(state_of(with({tlsa(3, 1, 1, 'a'), tlsa(3, 0, 1, 'b')}).server(both, kTwoKinds)) ==
        DaneState::valid);
  CHECK(host_of(with({tlsa(3, 1, 1, 'a')}).server(both, kTwoKinds)).why ==
        "no TLSA record is of the server's ECDSA certificate");
  CHECK(host_of(with({tlsa(3, 1, 1, 'b')}).server(both, kTwoKinds)).why ==
        "no TLSA record is of the server's RSA certificate");
  const DaneAtHost host = host_of(with({tlsa(3, 1, 1, 'a')}).server(both, kTwoKinds));
  CHECK(host.state == DaneState::invalid);
  CHECK(host.tlsrpt_result == "tlsa-invalid");
  CHECK(host_of(with({tlsa(3, 1, 1, 'b')}).server("certificate_key_sound=256:P-256", kTwoKinds))
            .why == "no TLSA record is of the server's ECDSA certificate");
  // Which kinds they are is not always known.
  CHECK(host_of(with({tlsa(3, 1, 1, 'a')}).server("", kTwoKinds)).why ==
        "no TLSA record is of the server's other certificate");
  CHECK(state_of(with({tlsa(3, 1, 1, 'c')}).server(both, kTwoKinds)) == DaneState::invalid);
}

TEST_CASE("dane of a server with two kinds of key: names and dates of the other are not known") {
  const std::vector<model::TlsaRecord> anchor{tlsa(2, 1, 1, 'i')};
  CHECK(state_of(with(anchor).server("", {{"ai", "bi"}, 1})) == DaneState::unknown);
  const DaneAtHost expired =
      host_of(with(anchor).server("certificate_in_dates=no kx_ecdhe_ecdsa", {{"ai", "bi"}, 1}));
  CHECK(expired.state == DaneState::invalid);
  CHECK(expired.why == "the certificate is not within its dates (the server's RSA certificate)");
  CHECK(expired.tlsrpt_result == "certificate-expired");
}

TEST_CASE("dane of a server that shows two certificates in turn: a doubt, unless both fail") {
  CHECK(state_of(with(kKey).server("", {{"a", "b"}, 2})) == DaneState::unknown);
  CHECK(state_of(with(kKey).server("", {{"b", "c"}, 2})) == DaneState::invalid);
  CHECK(state_of(with(kKey).server("", {{"a", "b", "a"}, 5})) == DaneState::unknown);
}

// ---- A domain -----------------------------------------------------------------------------------

TEST_CASE("dane of a domain: the worst of its hosts, and how many have records") {
  Mail mail;
  mail.host("mx1.example.org").tlsa(kKey).server();
  CHECK(policy::dane_of(mail.view()).coverage == Coverage::all);
  mail.host("mx2.example.org", 20).server();
  DaneOfDomain dane = policy::dane_of(mail.view());
  CHECK(dane.coverage == Coverage::some);
  CHECK(dane.state == DaneState::valid);
  CHECK(dane.why.empty());
  CHECK(dane.mx_signed);
  CHECK(dane.hosts[1].preference == 20);

  mail.host("mx3.example.org").tlsa({tlsa(3, 1, 1, 'n'), kKey.front()}).server();
  CHECK(policy::dane_of(mail.view()).state == DaneState::rollover);
  mail.host("mx4.example.org").tlsa(kKey).unseen();
  CHECK(policy::dane_of(mail.view()).state == DaneState::unknown);
  mail.host("mx5.example.org").tlsa(kKey).server("starttls_offered=no");
  dane = policy::dane_of(mail.view());
  CHECK(dane.state == DaneState::invalid);
  CHECK(dane.why == "mx5.example.org: STARTTLS is not offered");
  CHECK(dane.tlsrpt_result == "starttls-not-supported");
  CHECK(policy::dane_of(Mail().host().server().view()).coverage == Coverage::none);
}

TEST_CASE("dane of a domain: where the MX lookup fails there is no mail by DANE") {
  Mail mail;
  mail.domain.mx_lookup = "SERVFAIL";
  mail.domain.authenticated = false;
  DaneOfDomain dane = policy::dane_of(mail.view());
  CHECK(dane.state == DaneState::lookup_failed);
  CHECK(dane.tlsrpt_result == "dnssec-invalid");
  CHECK(dane.why == "MX SERVFAIL");
  mail.domain.mx_lookup = "TIMEOUT";
  CHECK(policy::dane_of(mail.view()).state == DaneState::unknown);
  CHECK(policy::dane_of(mail.view()).tlsrpt_result.empty());
  mail.domain.mx_lookup = "";
  CHECK(policy::dane_of(mail.view()).state == DaneState::unknown);
  mail.domain.skipped = "blocklisted";
  CHECK(policy::dane_of(mail.view()).why == "the domain was not looked up: blocklisted");
  mail.domain.skipped.clear();
  mail.domain.mx_lookup = "NXDOMAIN";
  CHECK(policy::dane_of(mail.view()).state == DaneState::none);
  CHECK(policy::dane_of(Mail().view()).state == DaneState::none);
}

TEST_CASE("dane of a domain: nothing is known behind a resolver that is not trusted") {
  Mail mail = with(kKey);
  mail.server("", {{"b"}}).host("mx2.example.org", 20).server();
  policy::View view = mail.view();
  view.resolver_trusted = false;
  const DaneOfDomain dane = policy::dane_of(view);
  const std::string why = "the resolver's word on DNSSEC is not trusted";
  CHECK(dane.state == DaneState::unknown);
  CHECK(dane.why == why);
  CHECK(dane.tlsrpt_result.empty());
  CHECK_FALSE(dane.mx_signed);
  REQUIRE(dane.hosts.size() == 2);
  for (const DaneAtHost& host : dane.hosts) {
    CHECK(host.state == DaneState::unknown);
    CHECK(host.why == why);
    CHECK(host.tlsrpt_result.empty());
    CHECK(host.servers.front().match.dane == Dane::unknown);
    CHECK(host.servers.front().tlsrpt_result.empty());
  }
  CHECK(dane.hosts[0].servers.front().records.front().use == policy::RecordUse::matches_nothing);
  const Mail nowhere;
  policy::View empty = nowhere.view();
  empty.resolver_trusted = false;
  CHECK(policy::dane_of(empty).state == DaneState::none);
}

TEST_CASE("dane: the words of the states") {
  CHECK(policy::to_string(DaneState::invalid) == "invalid");
  CHECK(policy::to_string(DaneState::lookup_failed) == "lookup_failed");
  CHECK(policy::to_string(DaneState::unknown) == "unknown");
  CHECK(policy::to_string(DaneState::unusable) == "unusable");
  CHECK(policy::to_string(DaneState::half) == "half");
  CHECK(policy::to_string(DaneState::rollover) == "rollover");
  CHECK(policy::to_string(DaneState::valid) == "valid");
  CHECK(policy::to_string(DaneState::none) == "none");
  CHECK(policy::to_string(Coverage::all) == "all");
  CHECK(policy::to_string(Coverage::some) == "some");
  CHECK(policy::to_string(Coverage::none) == "none");
}

}  // namespace
