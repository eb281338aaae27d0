// SPDX-License-Identifier: GPL-3.0-or-later
//
// What would become of mail, told of stored lines.
#include <algorithm>

#include <doctest/doctest.h>

#include "../senders/server_text.hpp"
#include "cli/line_judge.hpp"
#include "facts/domain.hpp"
#include "model/records_json.hpp"

namespace {

using model::Delivery;
using model::SenderVerdict;

const std::string kRun = "20261121T093000Z-0a1b2c3d";

// ---- Senders ------------------------------------------------------------------------------------

// Clear text where TLS is not offered, the next server where it fails.
model::Sender may() {
  model::Sender sender = senders_test::sender();
  sender.id = "may";
  return sender;
}

model::Treatment without_clear_text() {
  model::Treatment treatment;
  treatment.not_offered = Delivery::bounce;
  treatment.refused_4xx = Delivery::defer_until_expiry;
  treatment.refused_5xx = Delivery::bounce;
  treatment.certificate_failure = Delivery::next_mx;
  return treatment;
}

// TLS or nothing, and no newer than TLS 1.2.
model::Sender encrypt12() {
  model::Sender sender = may();
  sender.id = "encrypt12";
  sender.hello.tls.versions = {wire::kTls12};
  sender.without_policy = without_clear_text();
  sender.queue.lifetime_hours = 48;
  return sender;
}

// Wants Extended Master Secret; follows DANE and MTA-STS.
model::Sender strict() {
  model::Sender sender = may();
  sender.id = "strict";
  sender.hello.tls.versions = {wire::kTls12};
  sender.accepts.extended_master_secret = true;
  sender.without_policy.handshake_failure = Delivery::clear_after_age;
  sender.queue.clear_after_minutes = 5;
  model::Treatment proof = without_clear_text();
  proof.verifies = model::Verification::name_and_chain;
  sender.mta_sts = proof;
  proof.verifies = model::Verification::dane;
  sender.dane = proof;
  return sender;
}

std::vector<model::Sender> all_senders() { return {may(), encrypt12(), strict()}; }

// ---- Lines --------------------------------------------------------------------------------------

model::EndpointRecord endpoint(const char* ip, std::string_view but,
                               std::string code = "quit.completed") {
  model::EndpointRecord record;
  record.endpoint = {"mx.example.org", *base::IpAddress::parse(ip), 25};
  record.facts =
      senders_test::facts_of(std::string(senders_test::kOrdinary) + " " + std::string(but));
  record.outcome = senders_test::outcome_of(std::move(code));
  return record;
}

model::EndpointRecord only_tls1_3() { return endpoint("192.0.2.13", "tls1_2=no"); }
model::EndpointRecord without_ems() { return endpoint("192.0.2.12", "ems_echoed=no"); }
model::EndpointRecord without_starttls() {
  return endpoint("192.0.2.10", "starttls_offered=no starttls_works=unknown",
                  "starttls.not_offered");
}
model::EndpointRecord out_of_reach() {
  model::EndpointRecord record = endpoint("192.0.2.99", "", "connect.timeout");
  record.facts.clear();
  record.outcome->measurability = model::Measurability::transient;
  return record;
}

model::DomainRecord domain(const std::vector<model::EndpointRecord>& hosts) {
  model::DomainRecord record;
  record.domain = "example.org";
  record.mx_lookup = "NOERROR";
  record.mx_status = "has_mx";
  unsigned preference = 10;
  for (const model::EndpointRecord& host : hosts) {
    model::Exchange& exchange = record.exchanges.emplace_back();
    exchange.name = "mx.example.org";
    exchange.preference = preference++;
    exchange.endpoint_ids = {model::endpoint_id(host.endpoint)};
  }
  return record;
}

std::vector<SenderVerdict> judged(cli::LineJudge& judge, const std::string& line) {
  const auto judged = judge.judge(line);
  REQUIRE_MESSAGE(judged.problem.empty(), judged.problem);
  REQUIRE(judged.line.has_value());
  REQUIRE(judged.line->senders.has_value());
  return *judged.line->senders;
}

// Behind the lines of its endpoints.
std::vector<SenderVerdict> judged(cli::LineJudge& judge, model::DomainRecord record,
                                  const std::vector<model::EndpointRecord>& endpoints) {
  for (const model::EndpointRecord& endpoint : endpoints)
    judged(judge, model::endpoint_line(endpoint, kRun));
  record.facts = facts::facts_of(record);
  return judged(judge, model::domain_line(record, kRun));
}

std::vector<SenderVerdict> judged(const model::DomainRecord& record,
                                  const std::vector<model::EndpointRecord>& endpoints) {
  cli::LineJudge judge("1.2.3", all_senders());
  return judged(judge, record, endpoints);
}

std::vector<Delivery> deliveries(const std::vector<SenderVerdict>& verdicts) {
  std::vector<Delivery> deliveries;
  for (const SenderVerdict& verdict : verdicts) deliveries.push_back(verdict.delivery);
  return deliveries;
}

using Deliveries = std::vector<Delivery>;

}  // namespace

TEST_CASE("a stored endpoint meets its senders as it did when it was written") {
  const auto senders = all_senders();
  for (const auto& record :
       {only_tls1_3(), without_ems(), without_starttls(), out_of_reach(),
        endpoint("192.0.2.1", "kx_dhe=unknown certificate_digests=1:0/0,3,1,1,ab")}) {
    CAPTURE(model::endpoint_id(record.endpoint));
    cli::LineJudge judge("1.2.3", senders);
    CHECK(judged(judge, model::endpoint_line(record, kRun)) ==
          senders::verdicts_of(senders::Server(record.facts, record.outcome), senders));
  }
}

TEST_CASE("what an endpoint lacks tells senders apart") {
  cli::LineJudge judge("1.2.3", all_senders());
  const auto verdicts_of = [&judge](const model::EndpointRecord& record) {
    return judged(judge, model::endpoint_line(record, kRun));
  };
  CHECK(deliveries(verdicts_of(only_tls1_3())) ==
        Deliveries{Delivery::tls_unauth, Delivery::next_mx, Delivery::clear_after_age});
  const auto ems = verdicts_of(without_ems());
  CHECK(deliveries(ems) ==
        Deliveries{Delivery::tls_unauth, Delivery::tls_unauth, Delivery::clear_after_age});
  CHECK(ems[2].property == "ems_echoed");
  CHECK(ems[2].clear_after_minutes == 5);
  CHECK(deliveries(verdicts_of(without_starttls())) ==
        Deliveries{Delivery::clear_same_session, Delivery::bounce, Delivery::clear_same_session});
}

TEST_CASE("a domain's mail walks along the endpoints whose lines came before") {
  const auto first = only_tls1_3();
  const auto second = without_ems();
  const auto verdicts = judged(domain({first, second}), {first, second});
  CHECK(deliveries(verdicts) ==
        Deliveries{Delivery::tls_unauth, Delivery::tls_unauth, Delivery::clear_after_age});
  CHECK(verdicts[0].endpoint_id == model::endpoint_id(first.endpoint));
  CHECK(verdicts[1].endpoint_id == model::endpoint_id(second.endpoint));
  // A server that nobody has looked at may do anything.
  CHECK(judged(domain({first, second}), {second})[0].delivery == Delivery::unknown);
}

TEST_CASE("endpoints of another run are others") {
  cli::LineJudge judge("1.2.3", all_senders());
  const auto host = without_ems();
  judged(judge, model::endpoint_line(host, "another"));
  CHECK(judged(judge, model::domain_line(domain({host}), kRun))[0].delivery == Delivery::unknown);
}

TEST_CASE("a domain without servers to try has no delivery that could be told") {
  model::DomainRecord null_mx = domain({});
  null_mx.mx_status = "null_mx";
  CHECK(judged(null_mx, {})[0].delivery == Delivery::bounce);
  CHECK(judged(domain({}), {})[0].delivery == Delivery::unknown);
}

TEST_CASE("one MTA-STS record that is well-formed announces a policy, whatever it says") {
  const auto host = endpoint("192.0.2.1", "certificate_trusted=no");
  const auto strictly = [&host](const std::vector<std::string>& records) {
    model::DomainRecord record = domain({host});
    record.mta_sts = model::PolicyLookup{"NOERROR", false, records};
    return judged(record, {host})[2].delivery;
  };
  CHECK(strictly({}) == Delivery::tls_unauth);
  CHECK(strictly({"v=STSv1; id=1;"}) == Delivery::unknown);
  CHECK(strictly({"v=spf1 -all", "v=STSv1; id=1;"}) == Delivery::unknown);
  CHECK(strictly({"v=STSv1; id=1;", "v=STSv1; id=2;"}) == Delivery::tls_unauth);
  CHECK(strictly({"v=STSv1;"}) == Delivery::tls_unauth);
}

TEST_CASE("an MTA-STS policy that was fetched is read from the stored line") {
  const auto host = endpoint("192.0.2.1", "certificate_trusted=no");
  const auto strictly = [&host](const std::string& mode, const std::string& pattern,
                                const model::CertificateValidation& validation = {{}, true}) {
    model::DomainRecord record = domain({host});
    record.mta_sts = model::PolicyLookup{"NOERROR", false, {"v=STSv1; id=1;"}};
    model::PolicyFetch fetch;
    fetch.end = model::PolicyEnd::fetched;
    fetch.host = "mta-sts.example.org";
    fetch.http_status = 200;
    fetch.content_type = "text/plain";
    fetch.body =
        "version: STSv1\r\nmode: " + mode + "\r\nmx: " + pattern + "\r\nmax_age: 604800\r\n";
    fetch.validation = validation;
    record.mta_sts_policy = fetch;
    return judged(record, {host})[2];
  };
  CHECK(strictly("enforce", "*.example.org").property == "certificate_trusted");
  CHECK(strictly("enforce", "*.example.org").delivery == Delivery::defer_until_expiry);
  CHECK(strictly("enforce", "*.example.com").property == "mta_sts_covers_every_mx");
  CHECK(strictly("enforce", "*.example.com").delivery == Delivery::defer_until_expiry);
  CHECK(strictly("testing", "*.example.com").delivery == Delivery::tls_unauth);
  const auto expired = strictly("enforce", "*.example.org", {{"expired"}, true});
  CHECK(expired.delivery == Delivery::tls_unauth);
  CHECK(expired.property == "mta_sts_policy_host_certified");
}

TEST_CASE("TLSA records of a signed host count where the MX answer is signed, too") {
  const auto host = endpoint("192.0.2.1", "");
  const auto strictly = [&host](bool authenticated, const std::string& status) {
    model::DomainRecord record = domain({host});
    record.authenticated = authenticated;
    model::TlsaLookup tlsa;
    tlsa.status = status;
    tlsa.authenticated = true;
    record.exchanges[0].authenticated = true;
    record.exchanges[0].tlsa = tlsa;
    return judged(record, {host})[2].delivery;
  };
  CHECK(strictly(true, "SERVFAIL") == Delivery::defer_until_expiry);
  CHECK(strictly(false, "SERVFAIL") == Delivery::tls_unauth);
}

TEST_CASE("the mail of all domains is counted, by sender") {
  cli::LineJudge judge("1.2.3", all_senders());
  const auto host = without_starttls();
  judged(judge, domain({host}), {host});
  judged(judge, domain({host}), {});
  REQUIRE(judge.deliveries().size() == 3);
  const auto& of_may = judge.deliveries()[0];
  CHECK(of_may[static_cast<std::size_t>(Delivery::clear_same_session)] == 2);
  const auto& of_encrypt = judge.deliveries()[1];
  CHECK(of_encrypt[static_cast<std::size_t>(Delivery::bounce)] == 2);
}

TEST_CASE("without senders nobody is asked about mail") {
  cli::LineJudge judge("1.2.3");
  const auto judged = judge.judge(model::endpoint_line(without_ems(), kRun));
  REQUIRE(judged.line.has_value());
  CHECK_FALSE(judged.line->senders.has_value());
  CHECK(judge.deliveries().empty());
}
