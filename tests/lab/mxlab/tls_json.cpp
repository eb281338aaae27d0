// SPDX-License-Identifier: GPL-3.0-or-later
#include <openssl/ssl.h>

#include "behaviour_json.hpp"

namespace mxlab {
namespace {

constexpr std::int64_t largest_flight = 1 << 20;

const std::vector<std::pair<std::string_view, int>> versions = {{"TLSv1", TLS1_VERSION},
                                                                {"TLSv1.1", TLS1_1_VERSION},
                                                                {"TLSv1.2", TLS1_2_VERSION},
                                                                {"TLSv1.3", TLS1_3_VERSION}};

const std::vector<std::pair<std::string_view, int>> alerts = {{"close_notify", 0},
                                                              {"unexpected_message", 10},
                                                              {"bad_record_mac", 20},
                                                              {"record_overflow", 22},
                                                              {"handshake_failure", 40},
                                                              {"bad_certificate", 42},
                                                              {"unsupported_certificate", 43},
                                                              {"certificate_revoked", 44},
                                                              {"certificate_expired", 45},
                                                              {"certificate_unknown", 46},
                                                              {"illegal_parameter", 47},
                                                              {"unknown_ca", 48},
                                                              {"access_denied", 49},
                                                              {"decode_error", 50},
                                                              {"decrypt_error", 51},
                                                              {"protocol_version", 70},
                                                              {"insufficient_security", 71},
                                                              {"internal_error", 80},
                                                              {"inappropriate_fallback", 86},
                                                              {"user_canceled", 90},
                                                              {"no_renegotiation", 100},
                                                              {"missing_extension", 109},
                                                              {"unsupported_extension", 110},
                                                              {"unrecognized_name", 112},
                                                              {"certificate_required", 116},
                                                              {"no_application_protocol", 120}};

const std::vector<std::pair<std::string_view, int>> extensions = {
    {"server_name", 0},
    {"status_request", 5},
    {"supported_groups", 10},
    {"ec_point_formats", 11},
    {"signature_algorithms", 13},
    {"application_layer_protocol_negotiation", 16},
    {"padding", 21},
    {"encrypt_then_mac", 22},
    {"extended_master_secret", 23},
    {"session_ticket", 35},
    {"pre_shared_key", 41},
    {"supported_versions", 43},
    {"psk_key_exchange_modes", 45},
    {"post_handshake_auth", 49},
    {"signature_algorithms_cert", 50},
    {"key_share", 51},
    {"renegotiation_info", 65281}};

// A number, or one of the names.
int number_or_name(const JsonAt& at, const std::vector<std::pair<std::string_view, int>>& names,
                   int max) {
  if ((*at).is_number()) return static_cast<int>(at.number(0, max));
  const std::string wanted = at.text();
  std::vector<std::string> words = {"a number"};
  for (const auto& [name, value] : names) {
    if (name == wanted) return value;
    words.emplace_back(name);
  }
  at.refuse("\"" + wanted + "\" is not known; write " + either(words));
}

std::vector<unsigned> read_extensions(JsonObject& object, std::string_view key) {
  std::vector<unsigned> out;
  const std::optional<JsonAt> found = object.find(key);
  if (!found) return out;
  for (const JsonAt& item : found->items()) {
    out.push_back(static_cast<unsigned>(number_or_name(item, extensions, 65535)));
  }
  return out;
}

// {"description": "handshake_failure", "level": "fatal", "version": "TLSv1.2", "then": "close"}
Reply read_alert(const JsonAt& at) {
  JsonObject object(at);
  const int description = number_or_name(object.need("description"), alerts, 255);
  const int level = object.word<int>("level", 2, {{"warning", 1}, {"fatal", 2}});
  const int version = object.word<int>("version", TLS1_2_VERSION, versions);
  Reply reply;
  reply.then = read_then(object, "then", Then::close);
  Pace pace = read_pace(object, {});
  object.finish();
  std::string record = {21, static_cast<char>(version >> 8), static_cast<char>(version & 0xff), 0,
                        2,  static_cast<char>(level),        static_cast<char>(description)};
  reply.parts.push_back({std::move(record), pace});
  return reply;
}

HandshakeScript read_handshake(const JsonAt& at, const ReplyStyle& style) {
  HandshakeScript script;
  JsonObject object(at);
  script.pace = read_pace(object, {});
  ReplyStyle plain = style;
  plain.pace = {};
  if (const auto answer = object.find("answer")) script.answer = read_reply(*answer, plain);
  if (const auto alert = object.find("alert")) {
    if (script.answer) at.refuse("only one of answer and alert can be here");
    script.answer = read_alert(*alert);
  }
  if (const auto only = object.find("only_if")) {
    JsonObject condition(*only);
    script.client_hello_over =
        static_cast<std::size_t>(condition.number("client_hello_over", 0, 0, 1 << 16));
    script.client_hello_split_only = condition.flag("client_hello_split", false);
    condition.finish();
    if (!script.answer) only->refuse("this needs an answer or an alert beside it");
  }
  if (const auto cut = object.find("cut")) {
    JsonObject where(*cut);
    script.cut_after = static_cast<std::size_t>(where.need("after").number(0, largest_flight));
    script.cut_then = read_then(where, "then", Then::silence);
    where.finish();
  }
  script.reset_on_failure =
      object.word<bool>("on_failure", false, {{"close", false}, {"reset", true}});
  object.finish();
  return script;
}

void read_certificates(JsonObject& object, TlsProfile& out) {
  const auto one = object.find("certificate");
  out.certificates = object.texts("certificates");
  if (one && !out.certificates.empty()) {
    object.at().refuse("only one of certificate and certificates can be here");
  }
  if (one && one->text() != "none") out.certificates = {one->text()};
  if (!one && out.certificates.empty()) {
    object.at().refuse("\"certificate\" is missing; write \"none\" for a server without one");
  }
  if (const auto sni = object.find("sni")) {
    for (const auto& [name, value] : JsonObject(*sni).members()) out.sni[name] = value.text();
  }
  out.unknown_sni = object.word<UnknownSni>(
      "unknown_sni", UnknownSni::ignore,
      {{"ignore", UnknownSni::ignore}, {"warn", UnknownSni::warn}, {"refuse", UnknownSni::refuse}});
}

void read_parameters(JsonObject& object, TlsProfile& out) {
  out.min_version = object.word<int>("min", TLS1_2_VERSION, versions);
  out.max_version = object.word<int>("max", TLS1_3_VERSION, versions);
  out.ciphers = object.text("ciphers");
  out.ciphersuites = object.text("ciphersuites");
  out.groups = object.text("groups");
  out.signature_algorithms = object.text("signature_algorithms");
  if (const auto level = object.find("security_level")) {
    out.security_level = static_cast<int>(level->number(0, 5));
  }
  out.extended_master_secret = object.flag("extended_master_secret", true);
  out.encrypt_then_mac = object.flag("encrypt_then_mac", true);
  out.tickets = object.flag("tickets", true);
  out.server_preference = object.flag("server_preference", false);
  out.dh_bits = object.word<int>("dh_bits", 0,
                                 {{"auto", 0},
                                  {"768", 768},
                                  {"1024", 1024},
                                  {"1536", 1536},
                                  {"2048", 2048},
                                  {"3072", 3072},
                                  {"4096", 4096}});
  out.record_size = static_cast<int>(object.number("record_size", 0, 512, 16384));
}

}  // namespace

TlsProfile read_tls_profile(const JsonAt& at, const ReplyStyle& style) {
  TlsProfile out;
  JsonObject object(at);
  object.text("purpose");
  read_certificates(object, out);
  read_parameters(object, out);
  out.client_certificate =
      object.word<ClientCertificate>("client_certificate", ClientCertificate::none,
                                     {{"none", ClientCertificate::none},
                                      {"request", ClientCertificate::request},
                                      {"require", ClientCertificate::require}});
  out.alpn = object.texts("alpn");
  out.alpn_required = object.flag("alpn_required", false);
  out.require_extensions = read_extensions(object, "require_extensions");
  out.refuse_extensions = read_extensions(object, "refuse_extensions");
  if (const auto alert = object.find("refusal_alert")) {
    out.refusal_alert = number_or_name(*alert, alerts, 255);
  }
  if (const auto handshake = object.find("handshake")) {
    out.handshake = read_handshake(*handshake, style);
  }
  object.finish();
  return out;
}

}  // namespace mxlab
