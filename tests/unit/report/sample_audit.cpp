// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_audit.hpp"

#include <utility>

#include "base/text.hpp"

namespace sample {
namespace {

using model::Answer;
using model::Delivery;
using report::Readiness;
using report::Severity;

base::WallTime day(int year, unsigned month, unsigned day) {
  return base::to_wall_time({year, month, day, 9, 30, 0});
}

model::TlsaRecord tlsa(char fill, std::uint8_t usage = 3) {
  return {usage, 1, 1, std::string(32, fill)};
}

report::Server server(const std::string& host, const std::string& address) {
  report::Server server;
  const bool is_ipv6 = address.find(':') != std::string::npos;
  server.endpoint_id = host + "/" + (is_ipv6 ? "[" + address + "]" : address) + ":25";
  server.address = address;
  server.outcome = "quit.completed";
  server.meaning = "STARTTLS and the handshake succeed.";
  server.software = "Postfix";
  server.greeting = "220 " + host + " ESMTP Postfix (Debian/GNU)";
  server.versions = {"TLS 1.2", "TLS 1.3"};
  server.keys = {"ECDSA P-256", "RSA 2048"};
  server.certificate = host;
  server.issuer = "R11, Let's Encrypt, US";
  server.not_after = day(2027, 2, 1);
  server.trust = "trusted";
  server.dane = "matches";
  server.mta_sts = "fits";
  server.connections = 21;
  server.dirty_closes = 3;
  server.duration = base::Milliseconds(12'345);
  return server;
}

report::Enforcement enforcement(std::string id, std::string name, std::size_t senders) {
  report::Enforcement way;
  way.id = std::move(id);
  way.name = std::move(name);
  way.readiness = Readiness::safe;
  way.senders = senders;
  return way;
}

std::vector<report::Enforcement> all_ways() {
  return {enforcement("mta_sts", "MTA-STS with mode enforce", 6), enforcement("dane", "DANE", 7),
          enforcement("mandatory_tls", "TLS made mandatory by the sender", 20),
          enforcement("requiretls", "REQUIRETLS", 2)};
}

report::SenderRow sender(std::string id, std::string name, Delivery delivery) {
  report::SenderRow row;
  row.verdict.sender = std::move(id);
  row.verdict.delivery = delivery;
  row.verdict.what_if.fill(delivery);
  row.name = std::move(name);
  return row;
}

policy::DaneAtHost dane_host(const report::Host& host, policy::DaneState state,
                             const std::vector<policy::RecordAtServer>& records) {
  policy::DaneAtHost dane;
  dane.mx_host = host.name;
  dane.preference = host.preference;
  dane.tlsa_name = "_25._tcp." + host.name;
  dane.state = state;
  for (const report::Server& server : host.servers) {
    policy::DaneAtServer at;
    at.endpoint_id = server.endpoint_id;
    at.match.dane = state == policy::DaneState::invalid ? facts::Dane::fails : facts::Dane::matches;
    at.records = records;
    dane.servers.push_back(at);
  }
  return dane;
}

policy::MtaStsAtHost mta_sts_host(const report::Host& host, bool covered) {
  policy::MtaStsAtHost mta_sts{host.name, covered, {}};
  for (const report::Server& server : host.servers)
    mta_sts.servers.push_back({server.endpoint_id, Answer::yes, "", "", ""});
  return mta_sts;
}

policy::ZoneRecord tlsa_line(const std::string& host, char fill, bool published) {
  return {"_25._tcp." + host + ".", "TLSA", "3 1 1 " + base::hex(std::string(32, fill)),
          "the ECDSA P-256 key of " + host, published};
}

void suggest_mta_sts(policy::Suggestions& suggestions, const std::string& domain,
                     const std::string& mode, const std::vector<std::string>& hosts) {
  suggestions.mta_sts_record = {"_mta-sts." + domain + ".", "TXT", "\"v=STSv1; id=20261122T0930;\"",
                                "a new id, so that senders fetch the policy anew", false};
  suggestions.mta_sts_url = "https://mta-sts." + domain + "/.well-known/mta-sts.txt";
  suggestions.mta_sts_mode = mode;
  suggestions.mta_sts_policy = "version: STSv1\r\nmode: " + mode + "\r\n";
  for (const std::string& host : hosts) suggestions.mta_sts_policy += "mx: " + host + "\r\n";
  suggestions.mta_sts_policy += "max_age: 604800\r\n";
  suggestions.tlsrpt_record = {"_smtp._tls." + domain + ".", "TXT",
                               "\"v=TLSRPTv1; rua=mailto:tls-reports@" + domain + "\"",
                               "your own address in its place", false};
}

report::Finding finding(std::string id, Severity severity, std::string title) {
  report::Finding finding;
  finding.id = std::move(id);
  finding.severity = severity;
  finding.title = std::move(title);
  return finding;
}

report::Finding stale_tlsa() {
  report::Finding stale =
      finding("dane.invalid", Severity::fail, "No published TLSA record fits the certificate.");
  stale.blocks = true;
  stale.level = "must";
  stale.places = {{"mx1.notyet.example", "3 1 1 of a key that the server no longer has"}};
  stale.senders = {"postfix-dane-debian12", "exim-debian12", "go-mox", "exchange-online-dane",
                   "stalwart-rustls"};
  stale.remedies = {{"",
                     "Publish the TLSA records that stand below before you change a key, and "
                     "remove those of keys that are gone."}};
  stale.sources = {{"RFC 7672", "3.1", "TLSA records must match the server's certificate chain."},
                   {"RFC 7671", "8.1"}};
  return stale;
}

report::Finding key_usage() {
  report::Finding wrong = finding("rfc5280/key_usage_allows_key_exchange", Severity::fail,
                                  "keyUsage forbids what the server uses its key for.");
  wrong.blocks = true;
  wrong.level = "must";
  wrong.places = {
      {"mx1.notyet.example/192.0.2.1:25", "keyUsage keyEncipherment, but it signs"},
      {"mx1.notyet.example/[2001:db8::1]:25", "keyUsage keyEncipherment, but it signs"}};
  wrong.senders = {"exim-debian12"};
  wrong.remedies = {{"Postfix",
                     "Ask for a certificate with digitalSignature and set "
                     "smtpd_tls_chain_files to it."},
                    {"Exim", "Set tls_certificate to a certificate with digitalSignature."}};
  wrong.sources = {{"RFC 5280", "4.2.1.3"}};
  return wrong;
}

report::Finding not_covered() {
  report::Finding finding = sample::finding("mta_sts.not_covered", Severity::fail,
                                            "No mx line of the MTA-STS policy stands for this "
                                            "host.");
  finding.blocks = true;
  finding.places = {{"mx2.notyet.example", "mx: mx1.notyet.example"}};
  finding.senders = {"gmail", "exchange-online"};
  finding.remedies = {{"",
                       "Add \"mx: mx2.notyet.example\" to the policy, then give the record a "
                       "new id."}};
  finding.sources = {{"RFC 8461", "4.1"}};
  return finding;
}

std::vector<report::Finding> lesser_findings() {
  report::Finding greeting = finding("rfc5321/greeting_names_host", Severity::warn,
                                     "The greeting does not begin with the server's name.");
  greeting.level = "should";
  greeting.places = {{"mx1.notyet.example/192.0.2.1:25", kHostile}};
  greeting.sources = {{"RFC 5321", "4.3.1", "The greeting begins with the host's name."}};
  report::Finding open = finding("rfc7627/echoes_extended_master_secret", Severity::doubt,
                                 "Whether Extended Master Secret is echoed is not known.");
  open.level = "must";
  open.places = {{"mx1.notyet.example/[2001:db8::1]:25", "no answer"}};
  report::Finding names =
      finding("community/certificate_has_few_names", Severity::info,
              "The certificate has many names, all of which a change of the certificate concerns.");
  names.level = "community";
  names.places = {
      {"mx1.notyet.example/192.0.2.1:25", std::string(70, 'a') + ".a-very-long-name-of-a-host." +
                                              std::string(60, 'b') + ".notyet.example"}};
  return {greeting, open, names};
}

std::vector<report::SenderRow> not_yet_senders() {
  auto dane =
      sender("postfix-dane-debian12", "Postfix 3.7 on Debian 12, smtp_tls_security_level = dane",
             Delivery::defer_until_expiry);
  dane.verdict.reason = "no usable TLSA record fits the certificate";
  dane.verdict.property = "certificate_digests";
  dane.verdict.bounce_after_hours = 120;
  dane.verdict.tlsrpt_result = "validation-failure";
  dane.verdict.endpoint_id = "mx1.notyet.example/192.0.2.1:25";
  auto exim = sender("exim-debian12", "Exim 4.96 on Debian 12", Delivery::clear_reconnect);
  exim.verdict.reason = "keyUsage does not allow signing";
  exim.verdict.property = "certificate_key_usage_fits";
  exim.verdict.endpoint_id = "mx1.notyet.example/192.0.2.1:25";
  exim.assumed = true;
  auto gmail = sender("gmail", "Gmail", Delivery::tls_unauth);
  gmail.verdict.endpoint_id = "mx1.notyet.example/192.0.2.1:25";
  gmail.verdict.what_if[0] = Delivery::defer_until_expiry;
  auto java = sender("java17-james", "Apache James on Java 17", Delivery::unknown);
  java.verdict.reason = "whether it would finish the handshake is not known";
  return {dane, exim, gmail, java};
}

std::vector<report::Host> not_yet_hosts() {
  report::Host first{"mx1.notyet.example", 10, {"alias.notyet.example"}, true, "", {}};
  first.servers = {server(first.name, "192.0.2.1"), server(first.name, "2001:db8::1")};
  for (report::Server& one : first.servers) {
    one.worst = Severity::fail;
    one.dane = "fails";
    one.keys = {"RSA 2048"};
  }
  first.servers[0].greeting = "220 " + kHostile;
  first.servers[0].software = "";
  first.servers[0].certificate = "mx1.notyet.example, <b>\"x\"</b>.notyet.example";
  first.servers[1].trust = "expired";
  first.servers[1].not_after = day(2026, 11, 1);
  first.servers[1].mta_sts = "does not fit";
  first.servers[1].cut_short = "dirty_closes";
  report::Host second{"mx2.notyet.example", 20, {}, false, "", {}};
  report::Server dead;
  dead.endpoint_id = "mx2.notyet.example/192.0.2.2:25";
  dead.address = "192.0.2.2";
  dead.outcome = "connect.timeout";
  dead.meaning = "Nothing answered at this address.";
  dead.worst = Severity::doubt;
  dead.dane = "none";
  dead.mta_sts = "not known";
  dead.connections = 2;
  second.servers = {dead};
  report::Host third{"mx3.notyet.example", 30, {}, false, "its name has no address", {}};
  return {first, second, third};
}

std::vector<report::Enforcement> not_yet_ways() {
  auto ways = all_ways();
  ways[0].readiness = Readiness::not_yet;
  ways[0].in_force = true;
  ways[0].why = "The policy does not name mx2.notyet.example.";
  ways[0].failing = {"gmail", "exchange-online"};
  ways[1].readiness = Readiness::not_yet;
  ways[1].in_force = true;
  ways[1].why = "No TLSA record fits the certificates of mx1.notyet.example.";
  ways[1].failing = {"postfix-dane-debian12", "exim-debian12", "go-mox", "exchange-online-dane",
                     "stalwart-rustls"};
  ways[2].readiness = Readiness::unknown;
  ways[2].why = "One server did not answer.";
  ways[2].unknown = {"java17-james"};
  ways[3].possible = false;
  ways[3].readiness = Readiness::not_yet;
  ways[3].why = "No server offers it.";
  return ways;
}

policy::MtaStsOfDomain not_yet_mta_sts(const std::vector<report::Host>& hosts) {
  policy::MtaStsOfDomain mta_sts;
  mta_sts.state = policy::MtaStsState::enforce;
  mta_sts.record_id = "20250101";
  mta_sts.policy = wire::MtaStsPolicy{wire::MtaStsMode::enforce, {"mx1.notyet.example"}, 86400};
  mta_sts.flaws = {{4, "max_age is less than a week: \x1b[2J", false}};
  for (const report::Host& host : hosts)
    mta_sts.hosts.push_back(mta_sts_host(host, host.preference == 10));
  mta_sts.hosts[0].servers[1] = {hosts[0].servers[1].endpoint_id, Answer::no,
                                 "the certificate has run out", "certificate_in_dates",
                                 "certificate-expired"};
  mta_sts.hosts[1].servers[0].fits = Answer::unknown;
  mta_sts.hosts[1].servers[0].why = "nothing answered";
  return mta_sts;
}

}  // namespace

report::Domain safe_domain() {
  report::Domain domain;
  domain.domain = "safe.example";
  domain.mx_status = "has_mx";
  domain.mx_signed = true;
  domain.readiness = Readiness::safe;
  domain.headline = "safe: all 4 servers and all 27 kinds of sender";
  domain.reasons = {"Every kind of sender that enforces TLS delivers to every server."};
  domain.enforcement = all_ways();
  domain.enforcement[0].in_force = true;
  domain.enforcement[1].in_force = true;
  for (const unsigned number : {1U, 2U}) {
    report::Host host{
        "mx" + std::to_string(number) + ".safe.example", number * 10, {}, true, "", {}};
    host.servers = {server(host.name, "192.0.2.1" + std::to_string(number)),
                    server(host.name, "2001:db8::1" + std::to_string(number))};
    domain.hosts.push_back(host);
    domain.dane.hosts.push_back(
        dane_host(host, policy::DaneState::valid,
                  {{tlsa('\x11'), policy::RecordUse::matches, "the server's key"}}));
    domain.mta_sts.hosts.push_back(mta_sts_host(host, true));
    domain.suggestions.tlsa.push_back(tlsa_line(host.name, '\x11', true));
  }
  domain.checks = {0, 0, 0, 3, 120, 14};
  domain.senders = {sender("postfix-dane-debian12", "Postfix 3.7 on Debian 12", Delivery::tls_auth),
                    sender("gmail", "Gmail", Delivery::tls_auth)};
  domain.dane.state = policy::DaneState::valid;
  domain.dane.coverage = policy::Coverage::all;
  domain.dane.mx_signed = true;
  domain.mta_sts.state = policy::MtaStsState::enforce;
  domain.mta_sts.record_id = "20260101";
  domain.mta_sts.policy = wire::MtaStsPolicy{wire::MtaStsMode::enforce, {"*.safe.example"}, 604800};
  domain.tlsrpt = {policy::TlsrptState::valid, "", {"mailto:tls-reports@safe.example"}};
  domain.requiretls = {Answer::yes, Answer::yes, ""};
  domain.caa = {{"mx1.safe.example", Answer::yes, "safe.example", {"letsencrypt.org"}},
                {"mx2.safe.example", Answer::yes, "mx2.safe.example", {}}};
  suggest_mta_sts(domain.suggestions, domain.domain, "enforce",
                  {"mx1.safe.example", "mx2.safe.example"});
  domain.suggestions.mta_sts_record.published = true;
  domain.suggestions.tlsrpt_record.published = true;
  domain.watch = {{"by 2027-01-02", "Renew the certificate of mx1.safe.example."}};
  return domain;
}

report::Domain not_yet_domain() {
  report::Domain domain;
  domain.domain = "notyet.example";
  domain.mx_status = "has_mx";
  domain.mx_signed = true;
  domain.readiness = Readiness::not_yet;
  domain.headline = "not yet: 2 servers and 3 of 4 kinds of sender would fail";
  domain.reasons = {"No TLSA record fits the certificates of mx1.notyet.example.",
                    "The MTA-STS policy does not name mx2.notyet.example.",
                    "mx2.notyet.example does not answer, so nothing is known of it."};
  domain.enforcement = not_yet_ways();
  domain.hosts = not_yet_hosts();
  domain.findings = {stale_tlsa(), key_usage(), not_covered()};
  for (report::Finding& finding : lesser_findings()) domain.findings.push_back(std::move(finding));
  domain.checks = {2, 1, 1, 4, 110, 20};
  domain.senders = not_yet_senders();
  domain.dane.state = policy::DaneState::invalid;
  domain.dane.coverage = policy::Coverage::some;
  domain.dane.mx_signed = true;
  domain.dane.why = "no record fits at mx1.notyet.example";
  domain.dane.tlsrpt_result = "validation-failure";
  const std::vector<policy::RecordAtServer> records{
      {tlsa('\x22'), policy::RecordUse::matches_nothing, "of no certificate that was seen"},
      {tlsa('\x33', 1), policy::RecordUse::unusable, "usage 1"}};
  domain.dane.hosts = {dane_host(domain.hosts[0], policy::DaneState::invalid, records),
                       dane_host(domain.hosts[1], policy::DaneState::none, {})};
  domain.dane.hosts[0].why = "no usable record fits";
  domain.dane.hosts[0].tlsrpt_result = "validation-failure";
  domain.dane.hosts[1].why = "its addresses are not signed";
  domain.mta_sts = not_yet_mta_sts(domain.hosts);
  domain.tlsrpt = {policy::TlsrptState::invalid, "two records", {}};
  domain.requiretls = {Answer::no, Answer::no, "mx1.notyet.example does not offer it"};
  domain.caa = {{"mx1.notyet.example", Answer::no, "notyet.example", {}},
                {"mx2.notyet.example", Answer::unknown, "notyet.example", {}}};
  domain.suggestions.tlsa = {tlsa_line("mx1.notyet.example", '\x44', false)};
  domain.suggestions.tlsa_to_remove = {tlsa_line("mx1.notyet.example", '\x22', true)};
  domain.suggestions.tlsa_to_remove[0].note = "of no key that was seen";
  suggest_mta_sts(domain.suggestions, domain.domain, "testing",
                  {"mx1.notyet.example", "mx2.notyet.example", "mx3.notyet.example"});
  domain.suggestions.mta_sts_why_not_enforce = "mx2.notyet.example did not answer.";
  domain.suggestions.tlsa_why_not = "The addresses of mx2.notyet.example are not signed.";
  domain.watch = {{"before the key changes", "Publish the TLSA record of the new key."},
                  {"", "Read the reports of TLSRPT."}};
  return domain;
}

report::Domain unknown_domain() {
  report::Domain domain;
  domain.domain = "unknown.example";
  domain.mx_status = "implicit_mx";
  domain.readiness = Readiness::unknown;
  domain.headline = "could not tell: the only server that answered asked for patience";
  domain.reasons = {"mx.unknown.example greylists, which says nothing of its TLS.",
                    "The addresses of mx2.unknown.example could not be looked up."};
  for (report::Enforcement& way : all_ways()) {
    way.readiness = Readiness::unknown;
    way.why = "No server could be asked.";
    domain.enforcement.push_back(way);
  }
  report::Host host{"mx.unknown.example", 10, {}, false, "", {}};
  report::Server slow;
  slow.endpoint_id = "mx.unknown.example/192.0.2.31:25";
  slow.address = "192.0.2.31";
  slow.outcome = "banner.greylisted";
  slow.meaning = "It asks strangers to come back later.";
  slow.worst = Severity::doubt;
  slow.greeting = "421 4.7.0 try again later";
  slow.dane = "unknown";
  slow.mta_sts = "not known";
  slow.connections = 2;
  slow.cut_short = "no_tls";
  host.servers = {slow};
  domain.hosts = {host, {"mx2.unknown.example", 10, {}, false, "SERVFAIL", {}}};
  auto greylisted = finding("banner.greylisted", Severity::doubt,
                            "The server asks strangers to come back later.");
  greylisted.blocks = true;
  greylisted.places = {{slow.endpoint_id, slow.greeting}};
  greylisted.remedies = {{"", "Exempt the address that you audit from, or audit again later."}};
  domain.findings = {greylisted};
  domain.checks.inconclusive = 12;
  domain.senders = {sender("gmail", "Gmail", Delivery::unknown)};
  domain.senders[0].verdict.reason = "nobody has looked at the server";
  domain.dane.state = policy::DaneState::unknown;
  domain.dane.why = "SERVFAIL for the MX records";
  domain.mta_sts.state = policy::MtaStsState::unknown;
  domain.mta_sts.why = "SERVFAIL";
  domain.tlsrpt.state = policy::TlsrptState::unknown;
  domain.tlsrpt.why = "SERVFAIL";
  domain.suggestions.tlsa_why_not = "No certificate was seen.";
  return domain;
}

report::Audit audit_of(report::Domain domain) {
  report::Audit audit;
  audit.version = "0.9.0";
  audit.run_id = "0123456789abcdef";
  audit.started = day(2026, 11, 22);
  audit.duration = base::Milliseconds(41'200);
  audit.client_name = "probe.example.net";
  audit.resolver = "127.0.0.53";
  audit.resolver_trusted = true;
  audit.authorized = true;
  audit.domains.push_back(std::move(domain));
  return audit;
}

report::Audit audit() {
  report::Audit all = audit_of(safe_domain());
  all.domains.push_back(not_yet_domain());
  all.domains.push_back(unknown_domain());
  return all;
}

}  // namespace sample
