// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sender_catalogue_json.hpp"

#include <fmt/core.h>

#include "model/json_document.hpp"

namespace model {
namespace {

using Numbers = std::vector<std::uint16_t>;
using Names = std::string_view (*)(std::uint16_t);

// "0x7f7e" where there is no name; "GREASE" is one.
std::string name_or_number(std::uint16_t value, Names name_of) {
  const std::string_view name = name_of(value);
  return name == "unknown" ? fmt::format("0x{:04x}", value) : std::string(name);
}

Json names_json(const Numbers& values, Names name_of) {
  Json list = Json::array();
  for (const std::uint16_t value : values) list.push_back(name_or_number(value, name_of));
  return list;
}

std::string_view server_name_text(ServerName name) {
  return name == ServerName::none ? "none" : "mx_host";
}

// "GREASE" or the number: what an unknown extension is called.
std::string_view grease_name(std::uint16_t value) {
  return wire::is_grease(value) ? "GREASE" : "unknown";
}

Json compression_json(std::string_view methods) {
  Json list = Json::array();
  for (const char method : methods) list.push_back(method == '\0' ? "null" : "deflate");
  return list;
}

Json extensions_json(const Step& hello) {
  return {{"extended_master_secret", hello.tls.extended_master_secret},
          {"session_ticket", hello.tls.session_ticket},
          {"renegotiation_info", hello.form.renegotiation_info},
          {"status_request", hello.form.status_request}};
}

void add_form(Json& json, const HelloForm& form) {
  json["signature_algorithms"] = names_json(form.signature_algorithms, wire::signature_scheme_name);
  json["compression_methods"] = compression_json(form.compression_methods);
  json["unknown_extensions"] = names_json(form.unknown_extensions, grease_name);
  if (form.record_version != 0)
    json["record_version"] = name_or_number(form.record_version, wire::version_name);
  if (form.legacy_version != 0)
    json["legacy_version"] = name_or_number(form.legacy_version, wire::version_name);
  json["pad_to"] = form.pad_to;
}

Json hello_json(const Step& hello) {
  const TlsOffer& tls = hello.tls;
  Json json{{"versions", names_json(tls.versions, wire::version_name)},
            {"cipher_suites", names_json(tls.cipher_suites, wire::cipher_suite_name)},
            {"groups", names_json(tls.groups, wire::group_name)}};
  if (tls.key_shares) json["key_shares"] = names_json(*tls.key_shares, wire::group_name);
  add_form(json, hello.form);
  json["server_name"] = server_name_text(tls.server_name);
  json["alpn_protocols"] = plain_list(tls.alpn_protocols);
  json["extensions"] = extensions_json(hello);
  json["session_ticket_octets"] = tls.session_ticket_octets;
  json["records"] = plain_list(hello.flight.records);
  json["segments"] = plain_list(hello.flight.segments);
  json["segment_pause_ms"] = hello.flight.segment_pause.count();
  return json;
}

Json accepts_json(const Acceptance& accepts) {
  const auto word = [](bool required) { return required ? "required" : "optional"; };
  return {{"extended_master_secret", word(accepts.extended_master_secret)},
          {"renegotiation_info", word(accepts.renegotiation_info)},
          {"key_usage", to_string(accepts.key_usage)},
          {"rsa_bits", accepts.rsa_bits},
          {"dh_bits", accepts.dh_bits},
          {"sha1_certificates", accepts.sha1_certificates},
          {"verified_rsa_bits", accepts.verified_rsa_bits},
          {"extended_key_usage", accepts.extended_key_usage}};
}

Json treatment_json(const Treatment& treatment) {
  Json json{{"verifies", to_string(treatment.verifies)}};
  if (treatment.hello) json["hello"] = hello_json(*treatment.hello);
  if (treatment.server_name) json["server_name"] = server_name_text(*treatment.server_name);
  if (treatment.accepts) json["accepts"] = accepts_json(*treatment.accepts);
  json["not_offered"] = to_string(treatment.not_offered);
  json["refused_4xx"] = to_string(treatment.refused_4xx);
  json["refused_5xx"] = to_string(treatment.refused_5xx);
  json["starttls_broken"] = to_string(treatment.starttls_broken);
  json["handshake_failure"] = to_string(treatment.handshake_failure);
  if (treatment.session_failure != Delivery::unknown)
    json["session_failure"] = to_string(treatment.session_failure);
  json["certificate_failure"] = to_string(treatment.certificate_failure);
  if (treatment.verifies == Verification::dane) {
    json["insecure_mx"] = treatment.insecure_mx;
    json["trust_anchor_names"] = treatment.trust_anchor_names;
  }
  return json;
}

// false: it does no such thing.
Json treatment_json(const std::optional<Treatment>& treatment) {
  return treatment ? treatment_json(*treatment) : Json(false);
}

Json queue_json(const Queue& queue) {
  return {{"lifetime_hours", queue.lifetime_hours},
          {"clear_after_minutes", queue.clear_after_minutes},
          {"most_addresses", queue.most_addresses},
          {"most_sessions", queue.most_sessions},
          {"greeting_5xx", to_string(queue.greeting_5xx)}};
}

Json sources_json(const std::vector<Source>& sources) {
  Json list = Json::array();
  for (const Source& source : sources) {
    list.push_back({{"says", source.says},
                    {"where", source.where},
                    {"confidence", to_string(source.confidence)}});
  }
  return list;
}

}  // namespace

std::string senders_document(const std::vector<Sender>& senders) {
  Json list = Json::array();
  for (const Sender& sender : senders) {
    list.push_back({{"id", sender.id},
                    {"name", sender.name},
                    {"software", sender.software},
                    {"hello", hello_json(sender.hello)},
                    {"accepts", accepts_json(sender.accepts)},
                    {"without_policy", treatment_json(sender.without_policy)},
                    {"dane", treatment_json(sender.dane)},
                    {"mta_sts", treatment_json(sender.mta_sts)},
                    {"enforcing", treatment_json(sender.enforcing)},
                    {"queue", queue_json(sender.queue)},
                    {"sources", sources_json(sender.sources)},
                    {"confidence", to_string(sender.confidence())}});
  }
  return list.dump(2) + "\n";
}

}  // namespace model
