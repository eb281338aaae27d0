// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/records_json.hpp"

#include "base/digest.hpp"
#include "model/json_fields.hpp"

namespace model {
namespace {

constexpr std::string_view kSchemaVersion = "1.1";

Json exchange_json(const Exchange& exchange) {
  Json json{{"name", outside(exchange.name)}, {"preference", exchange.preference}};
  json["aliases"] = outside_list(exchange.aliases);
  json["ipv4_status"] = exchange.ipv4_status;
  json["ipv4_addresses"] = plain_list(exchange.ipv4_addresses);
  json["ipv6_status"] = exchange.ipv6_status;
  json["ipv6_addresses"] = plain_list(exchange.ipv6_addresses);
  json["authenticated"] = exchange.authenticated;
  json["ttl"] = exchange.ttl;
  if (!exchange.problem.empty()) json["problem"] = exchange.problem;
  json["endpoint_ids"] = outside_list(exchange.endpoint_ids);
  return json;
}

Json funnel_json(const Funnel& funnel) {
  return {{"visited", funnel.visited},
          {"connected", funnel.connected},
          {"greeted", funnel.greeted},
          {"ehlo_accepted", funnel.ehlo_accepted},
          {"starttls_offered", funnel.starttls_offered},
          {"starttls_accepted", funnel.starttls_accepted},
          {"handshake_completed", funnel.handshake_completed},
          {"chain_valid", funnel.chain_valid},
          {"name_matches", funnel.name_matches}};
}

Json merged_outcome_json(const MergedOutcome& outcome) {
  return {{"code", outcome.code},
          {"measurability", to_string(outcome.measurability)},
          {"attribution", to_string(outcome.attribution)},
          {"attempts", outcome.attempts},
          {"agreeing", outcome.agreeing}};
}

}  // namespace

Json line_head(std::string_view type, const std::string& run_id) {
  return {{"type", type},
          {"schema", "waxseal-" + std::string(type) + "/" + std::string(kSchemaVersion)},
          {"run_id", run_id}};
}

std::string domain_line(const DomainRecord& record, const std::string& run_id) {
  Json json = line_head("domain", run_id);
  json["domain"] = record.domain;
  json["input"] = outside(record.input);
  json["input_line"] = record.line;
  json["timestamp"] = base::rfc3339(record.started);
  json["duration_ms"] = record.duration.count();
  json["mx_status"] = record.mx_status;
  json["mx_lookup"] = record.mx_lookup;
  if (record.outcome) json["outcome"] = merged_outcome_json(*record.outcome);
  json["authenticated"] = record.authenticated;
  json["ttl"] = record.ttl;
  json["aliases"] = outside_list(record.aliases);
  json["resolver"] = record.resolver;
  if (!record.extended_error.empty()) json["extended_error"] = record.extended_error;
  Json exchanges = Json::array();
  for (const Exchange& exchange : record.exchanges) exchanges.push_back(exchange_json(exchange));
  json["exchanges"] = exchanges;
  return json.dump();
}

std::string endpoint_line(const EndpointRecord& record, const std::string& run_id) {
  Json json = line_head("endpoint", run_id);
  json["endpoint_id"] = outside(endpoint_id(record.endpoint));
  json["mx_host"] = outside(record.endpoint.mx_host);
  if (!record.domain.empty()) json["domain"] = record.domain;
  json["ip"] = record.endpoint.ip.to_string();
  json["port"] = record.endpoint.port;
  json["timestamp"] = base::rfc3339(record.started);
  json["duration_ms"] = record.duration.count();
  json["connections_used"] = record.conversations.size();
  json["dirty_closes"] = record.dirty_closes();
  if (!record.skipped.empty()) json["skipped"] = record.skipped;
  if (record.interrupted) json["interrupted"] = true;
  if (!record.cut_short.empty()) json["cut_short"] = record.cut_short;
  if (record.outcome) json["outcome"] = merged_outcome_json(*record.outcome);
  Json facts = facts_json(record.facts);
  if (!facts.empty()) json["facts"] = std::move(facts);
  Json probes = Json::array();
  for (std::size_t i = 0; i < record.conversations.size(); ++i) {
    Json transcript = transcript_json(record.conversations[i], record.endpoint.port);
    if (i == 0) {
      json["data"] = {{"smtp", std::move(transcript)}};
    } else {
      probes.push_back(std::move(transcript));
    }
  }
  json["probes"] = std::move(probes);
  return json.dump();
}

std::string certificate_line(const CertificateRecord& record, const std::string& run_id) {
  Json json = line_head("certificate", run_id);
  json["fingerprint_sha256"] = base::hex(base::sha256(record.der));
  json["first_seen"] = outside(record.first_seen);
  json["raw"] = base::base64(record.der);
  json["parsed"] = certificate_json(record.der);
  return json.dump();
}

std::string run_document(const RunRecord& record) {
  Json json = line_head("run", record.run_id);
  json["waxseal_version"] = record.version;
  json["wolfssl_version"] = record.wolfssl_version;
  json["cares_version"] = record.cares_version;
  json["arguments"] = outside_list(record.arguments);
  json["input"] = outside(record.input_name);
  json["start"] = base::rfc3339(record.started);
  json["end"] = base::rfc3339(record.ended);
  json["duration_ms"] = (record.ended - record.started).count();
  json["interrupted"] = record.interrupted;
  if (!record.smtp_proxy.empty()) json["smtp_proxy"] = outside(record.smtp_proxy);
  json["client_name"] = record.client_name;
  json["name_servers"] = plain_list(record.nameservers);
  json["resolver_is_local"] = record.resolver_is_local;
  const RunCounts& counts = record.counts;
  json["lines_read"] = counts.lines_read;
  json["bad_lines"] = counts.bad_lines;
  json["duplicates"] = counts.duplicates;
  json["domains"] = counts.domains;
  json["endpoints"] = counts.endpoints;
  json["certificates"] = counts.certificates;
  json["connections"] = counts.connections;
  json["dirty_closes"] = counts.dirty_closes;
  json["funnel"] = funnel_json(counts.funnel);
  json["mx_statuses"] = counts.mx_statuses;
  json["statuses"] = counts.statuses;
  json["ends"] = counts.ends;
  json["outcomes"] = counts.outcomes;
  json["measurabilities"] = counts.measurabilities;
  json["skipped"] = counts.skipped;
  json["tls_versions"] = counts.tls_versions;
  return json.dump(2) + "\n";
}

}  // namespace model
