// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.hpp"
#include "report/json_parts.hpp"

namespace report {
namespace {

Json record_json(const policy::RecordAtServer& at) {
  Json json{{"usage", at.record.usage},
            {"selector", at.record.selector},
            {"matching_type", at.record.matching_type},
            {"data", base::hex(at.record.data)},
            {"use", to_string(at.use)}};
  add_text(json, "why", at.why);
  return json;
}

Json dane_server_json(const policy::DaneAtServer& server) {
  Json json{{"endpoint_id", well_formed(server.endpoint_id)},
            {"state", facts::to_string(server.match.dane)}};
  add_text(json, "why", server.match.why);
  add_text(json, "property", server.match.property);
  add_text(json, "tlsrpt_result", server.tlsrpt_result);
  json["records"] = list_of(server.records, record_json);
  return json;
}

Json dane_host_json(const policy::DaneAtHost& host) {
  Json json{{"mx_host", well_formed(host.mx_host)}, {"preference", host.preference}};
  add_text(json, "tlsa_name", host.tlsa_name);
  json["state"] = to_string(host.state);
  add_text(json, "why", host.why);
  add_text(json, "tlsrpt_result", host.tlsrpt_result);
  json["servers"] = list_of(host.servers, dane_server_json);
  return json;
}

Json mta_sts_server_json(const policy::MtaStsAtServer& server) {
  Json json{{"endpoint_id", well_formed(server.endpoint_id)},
            {"fits", model::to_string(server.fits)}};
  add_text(json, "why", server.why);
  add_text(json, "property", server.property);
  add_text(json, "tlsrpt_result", server.tlsrpt_result);
  return json;
}

Json mta_sts_host_json(const policy::MtaStsAtHost& host) {
  return {{"mx_host", well_formed(host.mx_host)},
          {"covered", host.covered},
          {"servers", list_of(host.servers, mta_sts_server_json)}};
}

Json flaw_json(const wire::PolicyFlaw& flaw) {
  return {{"line", flaw.line}, {"what", well_formed(flaw.what)}, {"fatal", flaw.fatal}};
}

Json zone_record_json(const policy::ZoneRecord& record) {
  Json json{{"name", well_formed(record.name)},
            {"type", well_formed(record.type)},
            {"value", well_formed(record.value)}};
  add_text(json, "note", record.note);
  json["published"] = record.published;
  return json;
}

}  // namespace

Json dane_json(const policy::DaneOfDomain& dane) {
  Json json{{"state", to_string(dane.state)},
            {"coverage", to_string(dane.coverage)},
            {"mx_signed", dane.mx_signed}};
  add_text(json, "why", dane.why);
  add_text(json, "tlsrpt_result", dane.tlsrpt_result);
  json["hosts"] = list_of(dane.hosts, dane_host_json);
  return json;
}

Json mta_sts_json(const policy::MtaStsOfDomain& mta_sts) {
  Json json{{"state", to_string(mta_sts.state)}};
  add_text(json, "why", mta_sts.why);
  add_text(json, "tlsrpt_result", mta_sts.tlsrpt_result);
  add_text(json, "record_id", mta_sts.record_id);
  if (mta_sts.policy)
    json["policy"] = {{"mode", wire::to_string(mta_sts.policy->mode)},
                      {"mx", texts(mta_sts.policy->mx)},
                      {"max_age", mta_sts.policy->max_age}};
  json["flaws"] = list_of(mta_sts.flaws, flaw_json);
  json["hosts"] = list_of(mta_sts.hosts, mta_sts_host_json);
  return json;
}

Json tlsrpt_json(const policy::TlsrptOfDomain& tlsrpt) {
  Json json{{"state", to_string(tlsrpt.state)}};
  add_text(json, "why", tlsrpt.why);
  json["uris"] = texts(tlsrpt.uris);
  return json;
}

Json requiretls_json(const policy::RequireTlsOfDomain& requiretls) {
  Json json{{"offered", model::to_string(requiretls.offered)},
            {"usable", model::to_string(requiretls.usable)}};
  add_text(json, "why", requiretls.why);
  return json;
}

Json caa_json(const policy::CaaOfHost& caa) {
  Json json{{"mx_host", well_formed(caa.mx_host)},
            {"restricted", model::to_string(caa.restricted)}};
  add_text(json, "name", caa.name);
  json["issuers"] = texts(caa.issuers);
  return json;
}

Json suggestions_json(const policy::Suggestions& suggestions) {
  Json json{{"tlsa", list_of(suggestions.tlsa, zone_record_json)}};
  add_text(json, "tlsa_why_not", suggestions.tlsa_why_not);
  json["tlsa_to_remove"] = list_of(suggestions.tlsa_to_remove, zone_record_json);
  if (!suggestions.mta_sts_record.name.empty())
    json["mta_sts_record"] = zone_record_json(suggestions.mta_sts_record);
  add_text(json, "mta_sts_url", suggestions.mta_sts_url);
  add_text(json, "mta_sts_policy", suggestions.mta_sts_policy);
  add_text(json, "mta_sts_mode", suggestions.mta_sts_mode);
  add_text(json, "mta_sts_why_not_enforce", suggestions.mta_sts_why_not_enforce);
  if (!suggestions.tlsrpt_record.name.empty())
    json["tlsrpt_record"] = zone_record_json(suggestions.tlsrpt_record);
  return json;
}

}  // namespace report
