// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/records_json.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "model/json_document.hpp"
#include "model/json_fields.hpp"

namespace model {
namespace {

constexpr std::string_view kSchemaVersion = "1.5";

JsonObject tlsa_json(const TlsaLookup& lookup) {
  JsonObject json;
  json.add("status", lookup.status);
  if (!lookup.skipped.empty()) json.add("skipped", lookup.skipped);
  json.add("authenticated", lookup.authenticated).add("name", outside(lookup.name));
  JsonList records;
  for (const TlsaRecord& record : lookup.records) {
    records.push_back(JsonObject()
                          .add("cert_usage", record.usage)
                          .add("selector", record.selector)
                          .add("matching_type", record.matching_type)
                          .add("certificate", base::hex(record.data)));
  }
  json.add("records", records);
  return json;
}

JsonObject policy_json(const PolicyLookup& lookup) {
  return JsonObject()
      .add("status", lookup.status)
      .add("authenticated", lookup.authenticated)
      .add("records", outside_texts(lookup.records));
}

JsonObject policy_fetch_json(const PolicyFetch& fetch) {
  JsonObject json;
  json.add("end", to_string(fetch.end)).add("host", outside(fetch.host));
  if (!fetch.address.empty()) json.add("address", fetch.address);
  if (fetch.http_status != 0) json.add("http_status", fetch.http_status);
  if (!fetch.content_type.empty()) json.add("content_type", outside(fetch.content_type));
  if (!fetch.location.empty()) json.add("location", outside(fetch.location));
  if (!fetch.words.empty()) json.add("words", outside(fetch.words));
  if (fetch.end == PolicyEnd::fetched) json.add("body", outside(fetch.body));
  if (fetch.validation) {
    JsonList fingerprints;
    for (const auto& one : fetch.validation->fingerprints) fingerprints.push_back(base::hex(one));
    json.add("validation", validation_json(*fetch.validation))
        .add("fingerprints_sha256", fingerprints);
  }
  json.add("duration_ms", fetch.duration.count());
  return json;
}

JsonObject caa_json(const CaaLookup& lookup) {
  JsonObject json;
  json.add("status", lookup.status)
      .add("authenticated", lookup.authenticated)
      .add("name", outside(lookup.name));
  JsonList records;
  for (const CaaRecord& record : lookup.records) {
    records.push_back(JsonObject()
                          .add("critical", record.critical)
                          .add("tag", outside(record.tag))
                          .add("value", outside(record.value)));
  }
  json.add("records", records);
  return json;
}

JsonObject exchange_json(const Exchange& exchange) {
  JsonObject json;
  json.add("name", outside(exchange.name))
      .add("preference", exchange.preference)
      .add("aliases", outside_texts(exchange.aliases))
      .add("ipv4_status", exchange.ipv4_status)
      .add("ipv4_addresses", exchange.ipv4_addresses)
      .add("ipv6_status", exchange.ipv6_status)
      .add("ipv6_addresses", exchange.ipv6_addresses)
      .add("authenticated", exchange.authenticated)
      .add("ttl", exchange.ttl);
  if (!exchange.problem.empty()) json.add("problem", exchange.problem);
  const bool meant = !exchange.tlsa->status.empty() || !exchange.tlsa->skipped.empty();
  if (meant) json.add("tlsa", tlsa_json(*exchange.tlsa));
  if (!exchange.caa->status.empty()) json.add("caa", caa_json(*exchange.caa));
  json.add("endpoint_ids", outside_texts(exchange.endpoint_ids));
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

Json stage_times_json(const std::map<std::string, Histogram>& stage_times) {
  Json json = Json::object();
  for (const auto& [stage, histogram] : stage_times) {
    json[stage] = {{"bounds_ms", Histogram::kBounds},
                   {"counts", histogram.counts()},
                   {"count", histogram.count()},
                   {"sum_ms", histogram.sum_ms()}};
  }
  return json;
}

Json rates_json(const Rates& rates) {
  return {{"per_second", rates.all},
          {"per_address", rates.per_address},
          {"per_network", rates.per_network},
          {"per_operator", rates.per_operator}};
}

Json backoffs_json(const std::vector<Backoff>& backoffs) {
  Json json = Json::array();
  for (std::size_t i = 0; i < std::min(backoffs.size(), RunRecord::kMaxBackoffs); ++i) {
    json.push_back({{"operator", outside(backoffs[i].op)},
                    {"times", backoffs[i].times},
                    {"slowest_per_second", backoffs[i].slowest_per_second}});
  }
  return json;
}

JsonObject merged_outcome_json(const MergedOutcome& outcome) {
  return JsonObject()
      .add("code", outcome.code)
      .add("measurability", to_string(outcome.measurability))
      .add("attribution", to_string(outcome.attribution))
      .add("attempts", outcome.attempts)
      .add("agreeing", outcome.agreeing);
}

std::string schema_of(std::string_view type) {
  return fmt::format("waxseal-{}/{}", type, kSchemaVersion);
}

// The fields that open every line.
JsonObject line_of(std::string_view type, const std::string& run_id) {
  return JsonObject().add("type", type).add("schema", schema_of(type)).add("run_id", run_id);
}
Json line_head(std::string_view type, const std::string& run_id) {
  return {{"type", type}, {"schema", schema_of(type)}, {"run_id", run_id}};
}

void add_verdicts(JsonObject& json, const std::vector<Verdict>& verdicts) {
  json.add("verdict_counts", verdict_counts_json(roll_up(verdicts)))
      .add("verdicts", verdicts_json(verdicts));
}

}  // namespace

std::string domain_line(const DomainRecord& record, const std::string& run_id) {
  JsonObject json = line_of("domain", run_id);
  json.add("domain", record.domain)
      .add("input", outside(record.input))
      .add("input_line", record.line)
      .add("timestamp", base::rfc3339(record.started))
      .add("duration_ms", record.duration.count());
  if (!record.skipped.empty()) json.add("skipped", record.skipped);
  json.add("mx_status", record.mx_status).add("mx_lookup", record.mx_lookup);
  if (record.outcome) json.add("outcome", merged_outcome_json(*record.outcome));
  json.add("authenticated", record.authenticated)
      .add("ttl", record.ttl)
      .add("aliases", outside_texts(record.aliases))
      .add("resolver", record.resolver);
  if (!record.extended_error.empty()) json.add("extended_error", record.extended_error);
  if (!record.null_mx_preferences.empty())
    json.add("null_mx_preferences", record.null_mx_preferences);
  JsonList exchanges;
  for (const Exchange& exchange : record.exchanges) exchanges.push_back(exchange_json(exchange));
  json.add("exchanges", exchanges);
  if (!record.mta_sts->status.empty()) json.add("mta_sts", policy_json(*record.mta_sts));
  if (record.mta_sts_policy->end != PolicyEnd::not_asked)
    json.add("mta_sts_policy", policy_fetch_json(*record.mta_sts_policy));
  if (!record.tlsrpt->status.empty()) json.add("tlsrpt", policy_json(*record.tlsrpt));
  const JsonObject facts = facts_json(record.facts);
  if (!facts.empty()) json.add("facts", facts);
  if (record.verdicts) add_verdicts(json, *record.verdicts);
  return std::move(json).take_text();
}

std::string endpoint_line(const EndpointRecord& record, const std::string& run_id) {
  JsonObject json = line_of("endpoint", run_id);
  json.add("endpoint_id", outside(endpoint_id(record.endpoint)))
      .add("mx_host", outside(record.endpoint.mx_host));
  if (!record.domain.empty()) json.add("domain", record.domain);
  json.add("ip", record.endpoint.ip.to_string())
      .add("port", record.endpoint.port)
      .add("timestamp", base::rfc3339(record.started))
      .add("duration_ms", record.duration.count())
      .add("connections_used", record.conversations.size())
      .add("dirty_closes", record.dirty_closes());
  if (!record.skipped.empty()) json.add("skipped", record.skipped);
  if (record.interrupted) json.add("interrupted", true);
  if (record.pace_backoff > 1) json.add("pace_backoff", record.pace_backoff);
  if (!record.cut_short.empty()) json.add("cut_short", record.cut_short);
  if (record.outcome) json.add("outcome", merged_outcome_json(*record.outcome));
  const JsonObject facts = facts_json(record.facts);
  if (!facts.empty()) json.add("facts", facts);
  if (record.verdicts) add_verdicts(json, *record.verdicts);
  JsonList probes;
  for (std::size_t i = 0; i < record.conversations.size(); ++i) {
    const JsonObject transcript = transcript_json(record.conversations[i], record.endpoint.port);
    if (i == 0) {
      json.add("data", JsonObject().add("smtp", transcript));
    } else {
      probes.push_back(transcript);
    }
  }
  json.add("probes", probes);
  return std::move(json).take_text();
}

std::string verdicts_line(const JudgedLine& judged) {
  JsonObject json = line_of("verdicts", judged.run_id);
  json.add("subject", judged.is_endpoint ? "endpoint" : "domain")
      .add(judged.is_endpoint ? "endpoint_id" : "domain", judged.key)
      .add("version", judged.version);
  if (!judged.is_endpoint) {
    json.add("endpoints_judged", judged.endpoints_judged)
        .add("endpoints_missing", judged.endpoints_missing)
        .add("counts_with_endpoints", verdict_counts_json(judged.with_endpoints));
  }
  add_verdicts(json, judged.verdicts);
  if (judged.senders) json.add("senders", senders_json(*judged.senders));
  return std::move(json).take_text();
}

std::string certificate_line(const CertificateRecord& record, const std::string& run_id) {
  const std::string fingerprint = base::hex(base::sha256(record.der));
  JsonObject json = line_of("certificate", run_id);
  json.add("fingerprint_sha256", fingerprint)
      .add("first_seen", outside(record.first_seen))
      .add("raw", base::base64(record.der))
      .add("parsed", certificate_json(record.der, fingerprint));
  return std::move(json).take_text();
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
  json["seed"] = std::to_string(record.seed);  // more than JSON's numbers hold for everybody
  json["shards"] = record.shards;
  json["shard"] = record.shard;
  json["loops"] = record.loops;
  json["rates"] = rates_json(record.rates);
  json["resumed"] = record.resumed;
  json["already_done"] = record.already_done;
  json["backoffs"] = backoffs_json(record.backoffs);
  json["dns"] = {{"lookups", record.dns.lookups},
                 {"cached", record.dns.cached},
                 {"queries", record.dns.queries},
                 {"retries", record.dns.retries},
                 {"statuses", record.dns.statuses}};
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
  json["stage_times"] = stage_times_json(counts.stage_times);
  return json.dump(2) + "\n";
}

}  // namespace model
