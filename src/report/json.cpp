// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/json_parts.hpp"

namespace report {
namespace {

constexpr std::string_view kSchema = "waxseal-audit/1.0";

Json enforcement_json(const Enforcement& way) {
  Json json{{"id", way.id},
            {"name", way.name},
            {"verdict", to_string(way.readiness)},
            {"possible", way.possible},
            {"in_force", way.in_force}};
  add_text(json, "why", way.why);
  json["senders"] = way.senders;
  json["failing"] = texts(way.failing);
  json["unknown"] = texts(way.unknown);
  return json;
}

void add_what_it_shows(Json& json, const Server& server) {
  add_text(json, "software", server.software);
  add_text(json, "greeting", server.greeting);
  json["versions"] = texts(server.versions);
  json["keys"] = texts(server.keys);
  add_text(json, "certificate", server.certificate);
  add_text(json, "issuer", server.issuer);
  if (server.not_after) json["not_after"] = base::rfc3339(*server.not_after);
  add_text(json, "trust", server.trust);
}

Json server_json(const Server& server) {
  Json json{{"endpoint_id", well_formed(server.endpoint_id)}};
  add_text(json, "address", server.address);
  json["port"] = server.port;
  add_text(json, "outcome", server.outcome);
  add_text(json, "meaning", server.meaning);
  json["worst"] = to_string(server.worst);
  add_what_it_shows(json, server);
  add_text(json, "dane", server.dane);
  add_text(json, "mta_sts", server.mta_sts);
  json["connections"] = server.connections;
  json["dirty_closes"] = server.dirty_closes;
  json["duration_ms"] = server.duration.count();
  add_text(json, "cut_short", server.cut_short);
  return json;
}

Json host_json(const Host& host) {
  Json json{{"name", well_formed(host.name)},
            {"preference", host.preference},
            {"aliases", texts(host.aliases)},
            {"signed", host.is_signed}};
  add_text(json, "problem", host.problem);
  json["servers"] = list_of(host.servers, server_json);
  return json;
}

Json place_json(const Finding::Place& place) {
  Json json{{"where", well_formed(place.where)}};
  add_text(json, "seen", place.seen);
  return json;
}

Json remedy_json(const Remedy& remedy) {
  Json json = Json::object();
  add_text(json, "software", remedy.software);
  json["change"] = well_formed(remedy.change);
  return json;
}

Json citation_json(const Citation& citation) {
  Json json{{"document", well_formed(citation.document)}};
  add_text(json, "section", citation.section);
  add_text(json, "says", citation.says);
  return json;
}

Json finding_json(const Finding& finding) {
  Json json{{"id", well_formed(finding.id)}, {"severity", to_string(finding.severity)}};
  add_text(json, "level", finding.level);
  json["blocks"] = finding.blocks;
  json["title"] = well_formed(finding.title);
  json["places"] = list_of(finding.places, place_json);
  json["senders"] = texts(finding.senders);
  json["remedies"] = list_of(finding.remedies, remedy_json);
  json["sources"] = list_of(finding.sources, citation_json);
  return json;
}

Json checks_json(const CheckCounts& checks) {
  return {{"fail", checks.fail}, {"warn", checks.warn}, {"inconclusive", checks.inconclusive},
          {"info", checks.info}, {"pass", checks.pass}, {"not_applicable", checks.not_applicable}};
}

// As results-schema/verdicts.schema.json has it, and what the sender is.
Json sender_json(const SenderRow& row) {
  const model::SenderVerdict& verdict = row.verdict;
  Json json{{"sender", verdict.sender},
            {"name", well_formed(row.name)},
            {"assumed", row.assumed},
            {"delivery", model::to_string(verdict.delivery)}};
  if (!verdict.reason.empty()) json["reason"] = base::escape(verdict.reason);
  add_text(json, "property", verdict.property);
  if (verdict.clear_after_minutes) json["clear_after_minutes"] = *verdict.clear_after_minutes;
  if (verdict.bounce_after_hours) json["bounce_after_hours"] = *verdict.bounce_after_hours;
  add_text(json, "tlsrpt_result", verdict.tlsrpt_result);
  add_text(json, "tlsrpt_reason", verdict.tlsrpt_reason);
  add_text(json, "endpoint_id", verdict.endpoint_id);
  Json what_if = Json::object();
  for (std::size_t i = 0; i < model::kWhatIfs; ++i)
    what_if[std::string(model::to_string(static_cast<model::WhatIf>(i)))] =
        model::to_string(verdict.what_if[i]);
  json["what_if"] = std::move(what_if);
  return json;
}

Json advice_json(const Advice& advice) {
  Json json = Json::object();
  add_text(json, "when", advice.when);
  json["what"] = well_formed(advice.what);
  return json;
}

void add_policies(Json& json, const Domain& domain) {
  json["dane"] = dane_json(domain.dane);
  json["mta_sts"] = mta_sts_json(domain.mta_sts);
  json["tlsrpt"] = tlsrpt_json(domain.tlsrpt);
  json["requiretls"] = requiretls_json(domain.requiretls);
  json["caa"] = list_of(domain.caa, caa_json);
  json["suggestions"] = suggestions_json(domain.suggestions);
}

Json domain_json(const Domain& domain) {
  Json json{{"domain", well_formed(domain.domain)}, {"is_host", domain.is_host}};
  add_text(json, "mx_status", domain.mx_status);
  json["mx_signed"] = domain.mx_signed;
  json["verdict"] = to_string(domain.readiness);
  add_text(json, "headline", domain.headline);
  json["reasons"] = texts(domain.reasons);
  json["enforcement"] = list_of(domain.enforcement, enforcement_json);
  json["hosts"] = list_of(domain.hosts, host_json);
  json["findings"] = list_of(domain.findings, finding_json);
  json["checks"] = checks_json(domain.checks);
  json["senders"] = list_of(domain.senders, sender_json);
  add_policies(json, domain);
  json["watch"] = list_of(domain.watch, advice_json);
  return json;
}

}  // namespace

std::string json_of(const Audit& audit) {
  Json json{{"type", "audit"},
            {"schema", kSchema},
            {"version", audit.version},
            {"run_id", audit.run_id},
            {"started", base::rfc3339(audit.started)},
            {"duration_ms", audit.duration.count()}};
  add_text(json, "client_name", audit.client_name);
  add_text(json, "resolver", audit.resolver);
  json["resolver_trusted"] = audit.resolver_trusted;
  json["authorized"] = audit.authorized;
  json["interrupted"] = audit.interrupted;
  json["domains"] = list_of(audit.domains, domain_json);
  return document_text(json);
}

}  // namespace report
