// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/mta_sts.hpp"

#include <doctest/doctest.h>

#include "mail.hpp"

namespace {

using model::Answer;
using model::Measurability;
using model::PolicyEnd;
using policy::MtaStsAtServer;
using policy::MtaStsOfDomain;
using policy::MtaStsState;
using policy_test::Mail;

const std::string kEnforce =
    "version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\r\nmax_age: 604800\r\n";

MtaStsOfDomain of(const Mail& mail) { return policy::mta_sts_of(mail.view()); }

Mail with_policy(const std::string& text = kEnforce) {
  Mail mail;
  mail.host().server().policy(text);
  return mail;
}

void set_end(Mail& mail, PolicyEnd end, int http_status = 0) {
  model::PolicyFetch fetch = *mail.domain.mta_sts_policy;
  fetch.end = end;
  fetch.http_status = http_status;
  fetch.words = "the library's words";
  fetch.body.clear();
  if (http_status == 0) fetch.validation.reset();
  mail.domain.mta_sts_policy = fetch;
}

void set_records(Mail& mail, const std::string& status, std::vector<std::string> records) {
  model::PolicyLookup lookup;
  lookup.status = status;
  lookup.records = std::move(records);
  mail.domain.mta_sts = lookup;
}

TEST_CASE("mta-sts of a domain: the modes of a policy that can be used") {
  const MtaStsOfDomain enforce = of(with_policy());
  CHECK(enforce.state == MtaStsState::enforce);
  CHECK(enforce.why.empty());
  CHECK(enforce.tlsrpt_result.empty());
  CHECK(enforce.record_id == "1");
  CHECK(enforce.flaws.empty());
  REQUIRE(enforce.policy);
  CHECK(enforce.policy->max_age == 604800);
  CHECK(enforce.hosts.front().covered);

  CHECK(of(with_policy("version: STSv1\nmode: testing\nmx: *.example.org\nmax_age: 1\n")).state ==
        MtaStsState::testing);
  const MtaStsOfDomain none = of(with_policy("version: STSv1\nmode: none\nmax_age: 1\n"));
  CHECK(none.state == MtaStsState::mode_none);
  CHECK(none.why == "mode none takes the policy back");
  CHECK(none.policy);
  CHECK(none.hosts.front().covered);  // as if one named every host
}

TEST_CASE("mta-sts of a domain: flaws that do no harm are told") {
  Mail mail = with_policy(kEnforce + "\r\n");
  model::PolicyFetch fetch = *mail.domain.mta_sts_policy;
  fetch.content_type = "text/html\x1b; charset=utf-8";
  mail.domain.mta_sts_policy = fetch;
  const MtaStsOfDomain sts = of(mail);
  CHECK(sts.state == MtaStsState::enforce);
  REQUIRE(sts.flaws.size() == 2);
  CHECK(sts.flaws[0].what == "an empty line");
  CHECK(sts.flaws[0].line == 5);
  CHECK(sts.flaws[1].what == "the media type is text/html?, and not text/plain");
  fetch.content_type = "Text/Plain; charset=utf-8";
  mail.domain.mta_sts_policy = fetch;
  CHECK(of(mail).flaws.size() == 1);
}

TEST_CASE("mta-sts of a domain: the record") {
  struct Row {
    std::string status;
    std::vector<std::string> records;
    MtaStsState state;
    std::string why;
  };
  const std::string good = "v=STSv1; id=2;";
  for (const Row& row :
       std::vector<Row>{{"NXDOMAIN", {}, MtaStsState::none, "no record"},
                        {"NO_ANSWER", {}, MtaStsState::none, "no record"},
                        {"NOERROR", {"v=spf1 -all"}, MtaStsState::none, "no record"},
                        {"NOERROR", {good, good}, MtaStsState::record_invalid, "2 records"},
                        {"NOERROR", {"v=STSv1;"}, MtaStsState::record_invalid, "no id"},
                        {"NOERROR",
                         {"v=STSv1; id=1-2"},
                         MtaStsState::record_invalid,
                         "the id is not 1 to 32 letters and digits: \"1-2\""},
                        {"NOERROR",
                         {"v=STSv1; id=1; " + std::string(5000, 'x') + "=1"},
                         MtaStsState::unknown,
                         "the record is too long to be read here"},
                        {"SERVFAIL", {}, MtaStsState::unknown, "TXT SERVFAIL"},
                        {"TIMEOUT", {}, MtaStsState::unknown, "TXT TIMEOUT"},
                        {"", {}, MtaStsState::not_fetched, "the record was not asked for"}}) {
    CAPTURE(row.why);
    Mail mail = with_policy();
    set_records(mail, row.status, row.records);
    const MtaStsOfDomain sts = of(mail);
    CHECK(sts.state == row.state);
    CHECK(sts.why == row.why);
    CHECK(sts.tlsrpt_result.empty());
    CHECK(!sts.policy);
    CHECK(sts.hosts.front().covered);
  }
  Mail beside = with_policy();
  set_records(beside, "NOERROR", {"something else", good});
  CHECK(of(beside).state == MtaStsState::enforce);
  CHECK(of(beside).record_id == "2");
  beside.domain.skipped = "blocklisted";
  CHECK(of(beside).state == MtaStsState::not_fetched);
}

TEST_CASE("mta-sts of a domain: how the fetch ended") {
  struct Row {
    PolicyEnd end;
    int http_status;
    std::string why;
  };
  const std::string host = "mta-sts.example.org";
  for (const Row& row : std::vector<Row>{
           {PolicyEnd::no_address, 0, host + " has no address"},
           {PolicyEnd::lookup_failed, 0, "the address of " + host + " cannot be looked up"},
           {PolicyEnd::connect_failed, 0, host + " cannot be reached: the library's words"},
           {PolicyEnd::timeout, 0, host + " does not answer in time"},
           {PolicyEnd::tls_failed, 0, host + " has no TLS for us: the library's words"},
           {PolicyEnd::redirected, 302,
            host + " redirects (status 302), which senders do not follow"},
           {PolicyEnd::http_status, 404, host + " answers with status 404"},
           {PolicyEnd::too_large, 200, "the policy is larger than 65536 octets"},
           {PolicyEnd::broken_off, 200,
            host + " breaks off within the answer: the library's words"}}) {
    CAPTURE(row.why);
    Mail mail = with_policy();
    set_end(mail, row.end, row.http_status);
    const MtaStsOfDomain sts = of(mail);
    // What may be about us is no word on the policy host.
    const bool doubt = row.end == PolicyEnd::timeout || row.end == PolicyEnd::lookup_failed;
    CHECK(sts.state == (doubt ? MtaStsState::unknown : MtaStsState::fetch_failed));
    CHECK(sts.why == row.why);
    CHECK(sts.tlsrpt_result == (doubt ? "" : "sts-policy-fetch-error"));
    CHECK(sts.record_id == "1");
  }
  for (const PolicyEnd end : {PolicyEnd::not_asked, PolicyEnd::private_address}) {
    Mail mail = with_policy();
    set_end(mail, end);
    CHECK(of(mail).state == MtaStsState::not_fetched);
    CHECK(!of(mail).why.empty());
    CHECK(of(mail).tlsrpt_result.empty());
  }
}

TEST_CASE("mta-sts of a domain: the certificate of the policy host comes before its answer") {
  const auto with = [](std::vector<std::string> faults, bool matches, PolicyEnd end) {
    Mail mail = with_policy();
    if (end != PolicyEnd::fetched) set_end(mail, end, 404);
    model::PolicyFetch fetch = *mail.domain.mta_sts_policy;
    fetch.validation = model::CertificateValidation{std::move(faults), matches, {}};
    mail.domain.mta_sts_policy = fetch;
    return of(mail);
  };
  const MtaStsOfDomain expired = with({"expired", "untrusted_issuer"}, true, PolicyEnd::fetched);
  CHECK(expired.state == MtaStsState::certificate_invalid);
  CHECK(expired.why ==
        "the certificate of the policy host is not trusted: expired, untrusted_issuer");
  CHECK(expired.tlsrpt_result == "sts-webpki-invalid");
  const MtaStsOfDomain other = with({}, false, PolicyEnd::http_status);
  CHECK(other.state == MtaStsState::certificate_invalid);
  CHECK(other.why == "the certificate does not name mta-sts.example.org");
  CHECK(with({}, true, PolicyEnd::http_status).state == MtaStsState::fetch_failed);

  Mail unjudged = with_policy();
  model::PolicyFetch fetch = *unjudged.domain.mta_sts_policy;
  fetch.validation.reset();
  unjudged.domain.mta_sts_policy = fetch;
  CHECK(of(unjudged).state == MtaStsState::unknown);
}

TEST_CASE("mta-sts of a domain: a text that cannot be used") {
  const MtaStsOfDomain sts = of(with_policy("version: STSv1\nmode: on\nmx: a.test\nmax_age: 1\n"));
  CHECK(sts.state == MtaStsState::policy_invalid);
  CHECK(sts.why == "line 2: the mode is not enforce, testing or none: \"on\"");
  CHECK(sts.tlsrpt_result == "sts-policy-invalid");
  CHECK(sts.flaws.size() == 1);
  CHECK(!sts.policy);
  CHECK(sts.hosts.front().covered);
  CHECK(of(with_policy("")).why == "no version");
}

// ---- Servers ------------------------------------------------------------------------------------

TEST_CASE("mta-sts: a host that no pattern stands for gets no mail") {
  Mail mail = with_policy();
  mail.host("mx2.example.org", 20).server();
  const MtaStsOfDomain sts = of(mail);
  CHECK(sts.hosts[0].covered);
  CHECK(sts.hosts[0].servers.front().fits == Answer::yes);
  CHECK_FALSE(sts.hosts[1].covered);
  CHECK(sts.hosts[1].servers.front().fits == Answer::no);
  CHECK(sts.hosts[1].servers.front().tlsrpt_result == "validation-failure");
  CHECK(sts.hosts[1].servers.front().why == "no mx of the policy stands for the host");
  // Were it named:
  CHECK(policy::mta_sts_hosts_if_covered(mail.view())[1].covered);
  CHECK(policy::mta_sts_hosts_if_covered(mail.view())[1].servers.front().fits == Answer::yes);
}

// At a server that is ordinary but for these words, where there is no policy.
MtaStsAtServer at(std::string_view but) {
  Mail mail;
  mail.host().server(but);
  const MtaStsAtServer server = of(mail).hosts.front().servers.front();
  CHECK(server.endpoint_id == mail.last_id());
  CHECK(server.why.empty() == (server.fits == Answer::yes));
  CHECK(server.tlsrpt_result.empty() == (server.fits != Answer::no));
  return server;
}

TEST_CASE("mta-sts: a server fits") {
  CHECK(at("").fits == Answer::yes);
  CHECK(at("tls1_2=no").fits == Answer::yes);
  CHECK(at("tls1_3=unknown").fits == Answer::yes);
  CHECK(at("ehlo_answered_inside_tls=unknown").fits == Answer::yes);
  CHECK(at("client_certificate_required=unknown").fits == Answer::yes);
  CHECK(at("extended_key_usage_fits=unknown certificate_signature_sound=unknown").fits ==
        Answer::yes);
}

TEST_CASE("mta-sts: a server does not fit, and what a sender would report") {
  struct Row {
    std::string_view but;
    std::string_view property;
    std::string_view result;
  };
  for (const Row& row : std::vector<Row>{
           {"starttls_offered=no", "starttls_offered", "starttls-not-supported"},
           {"starttls_works=no starttls_accepted=no", "starttls_accepted",
            "starttls-not-supported"},
           {"starttls_works=no", "starttls_works", "validation-failure"},
           {"tls1_2=no tls1_3=no", "tls1_2", "validation-failure"},
           {"certificate_in_dates=no certificate_trusted=no", "certificate_in_dates",
            "certificate-expired"},
           {"certificate_trusted=no", "certificate_trusted", "certificate-not-trusted"},
           {"certificate_names_mx_host=no", "certificate_names_mx_host",
            "certificate-host-mismatch"},
           {"client_certificate_required", "client_certificate_required", "validation-failure"},
           {"ehlo_answered_inside_tls=no", "ehlo_answered_inside_tls", "validation-failure"},
           // A doubt in front of a certain failure stays a failure.
           {"certificate_in_dates=unknown certificate_names_mx_host=no",
            "certificate_names_mx_host", "certificate-host-mismatch"},
           {"starttls_works=unknown certificate_in_dates=no", "certificate_in_dates",
            "certificate-expired"}}) {
    CAPTURE(row.but);
    const MtaStsAtServer server = at(row.but);
    CHECK(server.fits == Answer::no);
    CHECK(server.property == row.property);
    CHECK(server.tlsrpt_result == row.result);
  }
  CHECK(at("certificate_in_dates=no:expired").why == "the certificate is expired");
  CHECK(at("certificate_in_dates=no:not_yet_valid").why == "the certificate is not valid yet");
  CHECK(at("certificate_trusted=no:self_signed").why ==
        "the certificate has no path to a trusted root (self_signed)");
  CHECK(at("certificate_names_mx_host=no").why == "the certificate does not name mx.example.org");
  CHECK(at("certificate_names_mx_host=no certificate_has_dns_names=no").why ==
        "the certificate does not name mx.example.org: it has no DNS name, and the common name "
        "does not count");
}

TEST_CASE("mta-sts: whether a server fits is not known") {
  for (const auto& [but, property] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"starttls_offered=unknown", "starttls_offered"},
           {"starttls_works=unknown", "starttls_works"},
           {"tls1_2=unknown tls1_3=no", "tls1_2"},
           {"certificate_in_dates=unknown", "certificate_in_dates"},
           {"certificate_trusted=unknown", "certificate_trusted"},
           {"certificate_names_mx_host=unknown", "certificate_names_mx_host"},
           {"certificate_signature_sound=no", "certificate_signature_sound"},
           {"extended_key_usage_fits=no", "extended_key_usage_fits"}}) {
    CAPTURE(but);
    CHECK(at(but).fits == Answer::unknown);
    CHECK(at(but).property == property);
  }
  Mail mail;
  mail.host().unseen().away("connect.refused", Measurability::measured);
  mail.away("starttls.tls_unavailable", Measurability::transient);
  const MtaStsOfDomain sts = of(mail);
  for (const MtaStsAtServer& server : sts.hosts.front().servers)
    CHECK(server.fits == Answer::unknown);
}

TEST_CASE("mta-sts: the words of the states") {
  const std::pair<MtaStsState, std::string_view> kWords[] = {
      {MtaStsState::none, "none"},
      {MtaStsState::record_invalid, "record_invalid"},
      {MtaStsState::fetch_failed, "fetch_failed"},
      {MtaStsState::certificate_invalid, "certificate_invalid"},
      {MtaStsState::policy_invalid, "policy_invalid"},
      {MtaStsState::mode_none, "mode_none"},
      {MtaStsState::testing, "testing"},
      {MtaStsState::enforce, "enforce"},
      {MtaStsState::not_fetched, "not_fetched"},
      {MtaStsState::unknown, "unknown"}};
  for (const auto& [state, word] : kWords) CHECK(policy::to_string(state) == word);
}

}  // namespace
