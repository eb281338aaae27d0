// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "model/json_fields.hpp"
#include "wire/ehlo.hpp"
#include "wire/tls_names.hpp"

namespace model {
namespace {

Json version_json(std::uint16_t version) {
  return {{"name", wire::version_name(version)}, {"value", version}};
}

Json suite_json(std::uint16_t suite) {
  return {{"hex", fmt::format("0x{:04X}", suite)},
          {"name", wire::cipher_suite_name(suite)},
          {"value", suite}};
}

// Each octet as the number that it is.
Json octets_json(std::string_view octets) {
  Json numbers = Json::array();
  for (const char octet : octets) numbers.push_back(static_cast<std::uint8_t>(octet));
  return numbers;
}

Json identifiers_json(const std::vector<wire::Extension>& extensions) {
  Json identifiers = Json::array();
  for (const wire::Extension& extension : extensions) identifiers.push_back(extension.type);
  return identifiers;
}

// In numbers: what was asked should be readable without the probe's file, and a probe with sixty
// suites should not fill a screen of every line.
Json client_hello_json(const wire::ClientHello& hello) {
  Json json{{"version", version_json(hello.legacy_version)},
            {"length", hello.length},
            {"cipher_suite_identifiers", hello.cipher_suites},
            {"compression_methods", octets_json(hello.compression_methods)},
            {"extension_identifiers", identifiers_json(hello.extensions)}};
  if (hello.has(wire::kSupportedVersions)) json["supported_versions"] = hello.supported_versions;
  if (hello.has(wire::kSupportedGroups))
    json["supported_group_identifiers"] = hello.supported_groups;
  if (hello.has(wire::kKeyShare)) json["key_share_group_identifiers"] = hello.key_share_groups;
  if (hello.has(wire::kSignatureAlgorithms))
    json["signature_scheme_identifiers"] = hello.signature_algorithms;
  if (hello.has(wire::kServerName)) json["server_name"] = outside(hello.server_name);
  if (hello.has(wire::kAlpn)) json["alpn_protocols"] = outside_list(hello.alpn_protocols);
  if (hello.malformed) json["malformed"] = true;
  return json;
}

Json server_hello_json(const wire::ServerHello& hello) {
  Json json{{"version", version_json(hello.legacy_version)},
            {"random", base::base64(hello.random)},
            {"session_id", base::base64(hello.session_id)},
            {"cipher_suite", suite_json(hello.cipher_suite)},
            {"compression_method", hello.compression_method},
            {"ocsp_stapling", hello.has(wire::kStatusRequest)},
            {"ticket", hello.has(wire::kSessionTicket)},
            {"secure_renegotiation", hello.has(wire::kRenegotiationInfo)},
            {"extended_master_secret", hello.has(wire::kExtendedMasterSecret)}};
  if (!hello.alpn_protocol.empty()) json["alpn_protocol"] = outside(hello.alpn_protocol);
  if (hello.selected_version) {
    json["supported_versions"] = {{"selected_version", version_json(*hello.selected_version)}};
  }
  if (hello.key_share_group) {
    json["key_share"] = {
        {"group",
         {{"name", wire::group_name(*hello.key_share_group)}, {"id", *hello.key_share_group}}}};
  }
  json["extension_identifiers"] = identifiers_json(hello.extensions);
  if (hello.malformed) json["malformed"] = true;
  return json;
}

Json server_key_exchange_json(const wire::ServerKeyExchange& message) {
  Json json = Json::object();
  if (message.dh_prime_bits != 0) {
    json["dh_params"] = {
        {"prime", {{"value", base::base64(message.dh_prime)}, {"length", message.dh_prime_bits}}}};
  }
  if (message.named_curve != 0) {
    json["ecdh_params"] = {
        {"curve_id",
         {{"name", wire::group_name(message.named_curve)}, {"id", message.named_curve}}}};
  }
  if (message.signature_scheme != 0) {
    json["signature_scheme"] = {{"name", wire::signature_scheme_name(message.signature_scheme)},
                                {"value", message.signature_scheme}};
  }
  if (message.malformed) json["malformed"] = true;
  return json;
}

Json certificate_request_json(const wire::CertificateRequest& message) {
  Json json{{"authorities", message.authority_count},
            {"certificate_types", octets_json(message.certificate_types)}};
  if (!message.signature_algorithms.empty())
    json["signature_scheme_identifiers"] = message.signature_algorithms;
  if (message.malformed) json["malformed"] = true;
  return json;
}

// The certificates themselves are lines of their own, joined by fingerprint.
Json certificates_json(const TlsLog& tls, const std::optional<CertificateValidation>& validation) {
  const auto reference = [](const std::string& der) {
    return Json{{"fingerprint_sha256", base::hex(base::sha256(der))}};
  };
  Json chain = Json::array();
  for (std::size_t i = 1; i < tls.certificates.size(); ++i)
    chain.push_back(reference(tls.certificates[i]));
  Json json{{"certificate", reference(tls.certificates[0])}, {"chain", chain}};
  if (validation) {
    std::string error;
    for (const std::string& fault : validation->faults) error += (error.empty() ? "" : " ") + fault;
    json["validation"] = {{"browser_trusted", validation->faults.empty()},
                          {"browser_error", error},
                          {"matches_domain", validation->matches_domain}};
  }
  return json;
}

Json alert_json(const SeenAlert& seen) {
  return {{"from", seen.from_server ? "server" : "client"},
          {"level", seen.alert.level},
          {"description", seen.alert.description},
          {"name", wire::alert_name(seen.alert.description)}};
}

Json alerts_json(const std::vector<SeenAlert>& alerts) {
  Json json = Json::array();
  for (const SeenAlert& seen : alerts) json.push_back(alert_json(seen));
  return json;
}

Json handshake_log_json(const TlsLog& tls, const std::optional<CertificateValidation>& validation) {
  Json log = Json::object();
  if (tls.client_hello) log["client_hello"] = client_hello_json(*tls.client_hello);
  if (tls.hello_retry_request)
    log["hello_retry_request"] = server_hello_json(*tls.hello_retry_request);
  if (tls.server_hello) log["server_hello"] = server_hello_json(*tls.server_hello);
  if (!tls.certificates.empty()) log["server_certificates"] = certificates_json(tls, validation);
  if (tls.certificate_status) log["ocsp_staple"] = {{"length", tls.certificate_status->size()}};
  if (tls.server_key_exchange)
    log["server_key_exchange"] = server_key_exchange_json(*tls.server_key_exchange);
  if (tls.certificate_request)
    log["certificate_request"] = certificate_request_json(*tls.certificate_request);
  if (tls.session_ticket) log["session_ticket"] = true;
  if (!tls.alpn_protocol.empty()) log["alpn_protocol"] = outside(tls.alpn_protocol);
  log["alerts"] = alerts_json(tls.alerts);
  return log;
}

Json tls_json(const TlsLog& tls, const std::optional<CertificateValidation>& validation) {
  Json json{{"handshake_completed_successfully", tls.completed}};
  if (tls.server_hello) {
    json["version"] = version_json(tls.version());
    json["cipher_suite"] = suite_json(tls.server_hello->cipher_suite);
  }
  if (tls.library_code != 0 || tls.certificate_code != 0) {
    json["wolfssl"] = {{"error", tls.library_code},
                       {"message", tls.library_error},
                       {"certificate_error", tls.certificate_code}};
  }
  json["handshake_log"] = handshake_log_json(tls, validation);
  return json;
}

Json event_json(const Event& event) {
  Json json{{"at_ms", event.at.count()}, {"step", event.step}};
  if (const auto* sent = std::get_if<Sent>(&event.what)) {
    json["type"] = "sent";
    json["text"] = outside(sent->text);
  } else if (const auto* replied = std::get_if<Replied>(&event.what)) {
    json["type"] = "reply";
    json["code"] = replied->reply.code;
    json["text"] = outside(replied->reply.raw);
    Json flaws = Json::array();
    for (const wire::ReplyFlaw flaw : replied->reply.flaws) flaws.push_back(wire::to_string(flaw));
    json["flaws"] = std::move(flaws);
  } else if (const auto* stray = std::get_if<Stray>(&event.what)) {
    json["type"] = to_string(stray->kind);
    json["text"] = outside(stray->text);
  } else {
    json["type"] = "handshake_done";
  }
  json["inside_tls"] = event.inside_tls;
  return json;
}

// zgrab2's name for a step's reply.
constexpr std::pair<std::string_view, std::string_view> kZgrabReplies[] = {
    {"greeting", "banner"},         {"ehlo-reply", "ehlo"},           {"helo-reply", "helo"},
    {"starttls-reply", "starttls"}, {"ehlo-again-reply", "ehlo_tls"}, {"quit-reply", "quit"},
};

Json capabilities_json(const wire::SmtpReply& ehlo) {
  Json list = Json::array();
  for (const wire::Capability& capability : wire::capabilities(ehlo)) {
    list.push_back(outside(capability.keyword + (capability.parameters.empty() ? "" : " ") +
                           capability.parameters));
  }
  return list;
}

Json result_json(const Conversation& conversation) {
  const Transcript& transcript = conversation.transcript;
  Json json = Json::object();
  for (const auto& [step, key] : kZgrabReplies) {
    if (const auto* reply = transcript.reply(step)) json[std::string(key)] = outside(reply->raw);
  }
  Json capabilities = Json::object();
  if (const auto* ehlo = transcript.reply("ehlo-reply"))
    capabilities["before_tls"] = capabilities_json(*ehlo);
  if (const auto* ehlo = transcript.reply("ehlo-again-reply"))
    capabilities["after_tls"] = capabilities_json(*ehlo);
  if (!capabilities.empty()) json["capabilities"] = std::move(capabilities);
  if (transcript.tls) json["tls"] = tls_json(*transcript.tls, conversation.validation);
  Json events = Json::array();
  for (const Event& event : transcript.events) events.push_back(event_json(event));
  json["events"] = std::move(events);
  return json;
}

// A number without words gives a null pointer.
std::string_view or_unknown(const char* words) { return words != nullptr ? words : "unknown"; }

Json outcome_json(const Outcome& outcome) {
  Json json{{"code", outcome.code},
            {"measurability", to_string(outcome.measurability)},
            {"attribution", to_string(outcome.attribution)}};
  if (!outcome.tlsrpt_result.empty()) json["tlsrpt_result_type"] = outcome.tlsrpt_result;
  if (!outcome.tlsrpt_reason.empty()) json["tlsrpt_failure_reason_code"] = outcome.tlsrpt_reason;
  if (outcome.smtp_code != 0) json["smtp_code"] = outcome.smtp_code;
  if (!outcome.enhanced_code.empty()) json["enhanced_code"] = outcome.enhanced_code;
  if (!outcome.words.empty()) json["words"] = outside(outcome.words);
  if (!outcome.wording.empty()) json["wording"] = outcome.wording;
  if (outcome.alert) json["alert"] = alert_json(*outcome.alert);
  if (!outcome.also.empty()) json["also"] = outcome.also;
  return json;
}

// One sentence for a reader of zgrab2's `error`; the fields beside it are for programs.
std::string error_text(const Transcript& transcript) {
  if (transcript.end == End::completed) return {};
  std::string text =
      fmt::format("{} at {}", to_string(transcript.end), to_string(transcript.stage));
  if (!transcript.last_step.empty()) text += fmt::format(" (step {})", transcript.last_step);
  if (transcript.os_error != 0) {
    text += fmt::format(": {}", or_unknown(strerrordesc_np(transcript.os_error)));
  }
  if (transcript.tls && !transcript.tls->library_error.empty()) {
    text += ": " + transcript.tls->library_error;
  }
  return text;
}

}  // namespace

Json transcript_json(const Conversation& conversation, std::uint16_t port) {
  const Transcript& transcript = conversation.transcript;
  Json json{{"probe", transcript.probe},
            {"status", zgrab_status(transcript)},
            {"end", to_string(transcript.end)},
            {"stage", to_string(transcript.stage)},
            {"last_step", transcript.last_step},
            {"protocol", "smtp"},
            {"port", port},
            {"timestamp", base::rfc3339(transcript.started)},
            {"duration_ms", transcript.duration.count()}};
  if (transcript.connected_after) json["connect_ms"] = transcript.connected_after->count();
  json["bytes_sent"] = transcript.bytes_sent;
  json["bytes_received"] = transcript.bytes_received;
  json["dirty_close"] = transcript.dirty_close;
  if (transcript.os_error != 0) {
    json["os_error"] = {{"number", transcript.os_error},
                        {"name", or_unknown(strerrorname_np(transcript.os_error))}};
  }
  if (conversation.outcome) json["outcome"] = outcome_json(*conversation.outcome);
  const std::string error = error_text(transcript);
  if (!error.empty()) json["error"] = error;
  json["result"] = result_json(conversation);
  return json;
}

}  // namespace model
