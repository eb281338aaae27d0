// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tree of a domain: its MX hosts, their addresses, and what each of them is like.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "outcome/codes.hpp"
#include "report/subject.hpp"
#include "report/words.hpp"
#include "wire/certificate.hpp"

namespace report {
namespace {

using model::Answer;
using model::EndpointRecord;
using model::Fact;

struct VersionFact {
  std::string_view fact;
  std::string_view name;
};
constexpr VersionFact kVersions[] = {{"ssl2", "SSL 2.0"},   {"ssl3", "SSL 3.0"},
                                     {"tls1_0", "TLS 1.0"}, {"tls1_1", "TLS 1.1"},
                                     {"tls1_2", "TLS 1.2"}, {"tls1_3", "TLS 1.3"}};
constexpr std::size_t kMostNames = 4;

bool is_yes(const EndpointRecord& record, std::string_view name) {
  const Fact* fact = model::find_fact(record.facts, name);
  return fact != nullptr && fact->value == Answer::yes;
}

// Each once, in the order in which the conversations showed them.
std::vector<wire::CertificateFacts> leaves_of(const EndpointRecord& record) {
  std::vector<std::string> seen;
  std::vector<wire::CertificateFacts> leaves;
  for (const model::Conversation& conversation : record.conversations) {
    const auto& tls = conversation.transcript.tls;
    if (!tls || tls->certificates.empty()) continue;
    const std::string& der = tls->certificates.front();
    if (std::find(seen.begin(), seen.end(), der) != seen.end()) continue;
    seen.push_back(der);
    leaves.push_back(wire::read_certificate(der));
  }
  return leaves;
}

std::string key_text(const wire::PublicKey& key) {
  if (!key.curve.empty()) {
    const std::string curve = key.curve == "secp256r1"   ? "P-256"
                              : key.curve == "secp384r1" ? "P-384"
                              : key.curve == "secp521r1" ? "P-521"
                                                         : key.curve;
    return key.algorithm + " " + curve;
  }
  return key.bits == 0 ? key.algorithm : fmt::format("{} {}", key.algorithm, key.bits);
}

std::string names_text(const wire::CertificateFacts& leaf) {
  const auto& names = leaf.dns_names.empty() ? leaf.common_names : leaf.dns_names;
  const std::string text = some_of(names, kMostNames);
  return text.empty() ? "no name" : text;
}

void describe_certificate(const EndpointRecord& record, Server& server) {
  const auto leaves = leaves_of(record);
  for (const wire::CertificateFacts& leaf : leaves) {
    const std::string key = key_text(leaf.public_key);
    if (std::find(server.keys.begin(), server.keys.end(), key) == server.keys.end())
      server.keys.push_back(key);
  }
  if (leaves.empty()) return;
  const wire::CertificateFacts& leaf = leaves.front();
  server.certificate = base::escape(names_text(leaf));
  server.issuer = base::escape(leaf.issuer_dn);
  server.not_after = leaf.not_after;
  const Fact* trusted = model::find_fact(record.facts, "certificate_trusted");
  if (is_yes(record, "certificate_trusted")) {
    const Fact* names = model::find_fact(record.facts, "certificate_names_mx_host");
    const bool other = names != nullptr && names->value == Answer::no;
    server.trust = other ? "trusted, but for another name" : "trusted";
  } else if (trusted != nullptr && trusted->value == Answer::no) {
    server.trust = trusted->list.empty() ? trusted->seen : joined(trusted->list);
    std::replace(server.trust.begin(), server.trust.end(), '_', ' ');
  } else {
    server.trust = "not known";
  }
}

std::string greeting_of(const EndpointRecord& record) {
  for (const model::Conversation& conversation : record.conversations) {
    const wire::SmtpReply* reply = conversation.transcript.reply("greeting");
    if (reply != nullptr && !reply->lines.empty())
      return base::escape(fmt::format("{} {}", reply->code, reply->lines.front()));
  }
  return {};
}

std::string dane_at(const Subject& subject, const std::string& endpoint_id) {
  for (const policy::DaneAtHost& host : subject.dane.hosts) {
    for (const policy::DaneAtServer& server : host.servers) {
      if (server.endpoint_id == endpoint_id)
        return std::string(facts::to_string(server.match.dane));
    }
  }
  return "none";
}

std::string mta_sts_at(const Subject& subject, const std::string& endpoint_id) {
  for (const policy::MtaStsAtHost& host : subject.mta_sts.hosts) {
    for (const policy::MtaStsAtServer& server : host.servers) {
      if (server.endpoint_id != endpoint_id) continue;
      if (server.fits == Answer::unknown) return "not known";
      if (server.fits == Answer::no) return "does not fit";
      return host.covered ? "fits" : "not covered";
    }
  }
  return {};
}

Server server_of(const Subject& subject, const std::string& endpoint_id) {
  Server server;
  server.endpoint_id = endpoint_id;
  const EndpointRecord* record = subject.view.server(endpoint_id);
  if (record == nullptr) {
    server.outcome = "not_looked_at";
    server.meaning = "Nobody has looked at it.";
    server.worst = Severity::doubt;
    return server;
  }
  server.address = record->endpoint.ip.to_string();
  server.port = record->endpoint.port;
  server.outcome = record->outcome ? record->outcome->code : "connect.skipped";
  if (server.outcome == "quit.completed") {
    server.meaning = "STARTTLS and the handshake succeed.";
  } else if (const outcome::Code* code = outcome::find_code(server.outcome)) {
    server.meaning = std::string(code->meaning);
  }
  server.software = software_of(*record);
  server.greeting = greeting_of(*record);
  for (const VersionFact& version : kVersions) {
    if (is_yes(*record, version.fact)) server.versions.emplace_back(version.name);
  }
  describe_certificate(*record, server);
  server.dane = dane_at(subject, endpoint_id);
  server.mta_sts = mta_sts_at(subject, endpoint_id);
  server.connections = record->conversations.size();
  server.dirty_closes = record->dirty_closes();
  server.duration = record->duration;
  server.cut_short = record->cut_short;
  return server;
}

std::string problem_text(const model::Exchange& exchange) {
  if (exchange.problem == "no_address") return "it has no address";
  if (exchange.problem == "address_lookup_failed")
    return fmt::format("the lookup of its addresses failed (A {}, AAAA {})", exchange.ipv4_status,
                       exchange.ipv6_status);
  if (exchange.problem == "ip_literal") return "it is an address, where a name must stand";
  if (exchange.problem == "localhost") return "it is a name of the sender's own machine";
  if (exchange.problem == "over_limit") return "it is one of too many, and was not looked at";
  return exchange.problem;
}

}  // namespace

std::vector<Host> hosts_of(const Subject& subject) {
  std::vector<Host> hosts;
  for (const model::Exchange& exchange : subject.record.exchanges) {
    Host host;
    host.name = exchange.name;
    host.preference = exchange.preference;
    host.aliases = exchange.aliases;
    host.is_signed = exchange.authenticated;
    host.problem = problem_text(exchange);
    for (const std::string& id : exchange.endpoint_ids)
      host.servers.push_back(server_of(subject, id));
    hosts.push_back(std::move(host));
  }
  return hosts;
}

}  // namespace report
