// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include <fmt/compile.h>
#include <fmt/core.h>

#include "model/json_fields.hpp"
#include "wire/ehlo.hpp"
#include "wire/tls_names.hpp"

namespace model {
namespace {

JsonObject version_json(std::uint16_t version) {
  return JsonObject().add("name", wire::version_name(version)).add("value", version);
}

JsonObject suite_json(std::uint16_t suite) {
  return JsonObject()
      .add("hex", fmt::format(FMT_COMPILE("0x{:04X}"), suite))
      .add("name", wire::cipher_suite_name(suite))
      .add("value", suite);
}

JsonObject group_json(std::uint16_t group) {
  return JsonObject().add("name", wire::group_name(group)).add("id", group);
}

// Each octet as the number that it is.
JsonList octets_json(std::string_view octets) {
  JsonList numbers;
  for (const char octet : octets) numbers.push_back(static_cast<std::uint8_t>(octet));
  return numbers;
}

JsonList identifiers_json(const std::vector<wire::Extension>& extensions) {
  JsonList identifiers;
  for (const wire::Extension& extension : extensions) identifiers.push_back(extension.type);
  return identifiers;
}

// In numbers: what was asked should be readable without the probe's file, and a probe with sixty
// suites should not fill a screen of every line.
JsonObject client_hello_json(const wire::ClientHello& hello) {
  JsonObject json;
  json.add("version", version_json(hello.legacy_version))
      .add("length", hello.length)
      .add("cipher_suite_identifiers", hello.cipher_suites)
      .add("compression_methods", octets_json(hello.compression_methods))
      .add("extension_identifiers", identifiers_json(hello.extensions));
  if (hello.has(wire::kSupportedVersions)) json.add("supported_versions", hello.supported_versions);
  if (hello.has(wire::kSupportedGroups))
    json.add("supported_group_identifiers", hello.supported_groups);
  if (hello.has(wire::kKeyShare)) json.add("key_share_group_identifiers", hello.key_share_groups);
  if (hello.has(wire::kSignatureAlgorithms))
    json.add("signature_scheme_identifiers", hello.signature_algorithms);
  if (hello.has(wire::kServerName)) json.add("server_name", outside(hello.server_name));
  if (hello.has(wire::kAlpn)) json.add("alpn_protocols", outside_texts(hello.alpn_protocols));
  if (hello.malformed) json.add("malformed", true);
  return json;
}

JsonObject server_hello_json(const wire::ServerHello& hello) {
  JsonObject json;
  json.add("version", version_json(hello.legacy_version))
      .add("random", base::base64(hello.random))
      .add("session_id", base::base64(hello.session_id))
      .add("cipher_suite", suite_json(hello.cipher_suite))
      .add("compression_method", hello.compression_method)
      .add("ocsp_stapling", hello.has(wire::kStatusRequest))
      .add("ticket", hello.has(wire::kSessionTicket))
      .add("secure_renegotiation", hello.has(wire::kRenegotiationInfo))
      .add("extended_master_secret", hello.has(wire::kExtendedMasterSecret));
  if (!hello.alpn_protocol.empty()) json.add("alpn_protocol", outside(hello.alpn_protocol));
  if (hello.selected_version) {
    json.add("supported_versions",
             JsonObject().add("selected_version", version_json(*hello.selected_version)));
  }
  if (hello.key_share_group)
    json.add("key_share", JsonObject().add("group", group_json(*hello.key_share_group)));
  json.add("extension_identifiers", identifiers_json(hello.extensions));
  if (hello.malformed) json.add("malformed", true);
  return json;
}

JsonObject server_key_exchange_json(const wire::ServerKeyExchange& message) {
  JsonObject json;
  if (message.dh_prime_bits != 0) {
    json.add("dh_params",
             JsonObject().add("prime", JsonObject()
                                           .add("value", base::base64(message.dh_prime))
                                           .add("length", message.dh_prime_bits)));
  }
  if (message.named_curve != 0)
    json.add("ecdh_params", JsonObject().add("curve_id", group_json(message.named_curve)));
  if (message.signature_scheme != 0) {
    json.add("signature_scheme",
             JsonObject()
                 .add("name", wire::signature_scheme_name(message.signature_scheme))
                 .add("value", message.signature_scheme));
  }
  if (message.malformed) json.add("malformed", true);
  return json;
}

JsonObject certificate_request_json(const wire::CertificateRequest& message) {
  JsonObject json;
  json.add("length", message.length)
      .add("authorities", message.authority_count)
      .add("certificate_types", octets_json(message.certificate_types));
  if (!message.signature_algorithms.empty())
    json.add("signature_scheme_identifiers", message.signature_algorithms);
  if (message.malformed) json.add("malformed", true);
  return json;
}

// The certificates themselves are lines of their own, joined by fingerprint.
JsonObject certificates_json(const Conversation& conversation) {
  const auto reference = [&conversation](std::size_t place) {
    return JsonObject().add("fingerprint_sha256", base::hex(conversation.fingerprint(place)));
  };
  const std::size_t count = conversation.transcript.tls->certificates.size();
  JsonList chain;
  for (std::size_t place = 1; place < count; ++place) chain.push_back(reference(place));
  JsonObject json;
  json.add("certificate", reference(0)).add("chain", chain);
  if (conversation.validation) json.add("validation", validation_json(*conversation.validation));
  return json;
}

JsonObject alert_json(const SeenAlert& seen) {
  return JsonObject()
      .add("from", seen.from_server ? "server" : "client")
      .add("level", seen.alert.level)
      .add("description", seen.alert.description)
      .add("name", wire::alert_name(seen.alert.description));
}

JsonList alerts_json(const std::vector<SeenAlert>& alerts) {
  JsonList list;
  for (const SeenAlert& seen : alerts) list.push_back(alert_json(seen));
  return list;
}

JsonObject handshake_log_json(const Conversation& conversation) {
  const TlsLog& tls = *conversation.transcript.tls;
  JsonObject log;
  if (tls.client_hello) log.add("client_hello", client_hello_json(*tls.client_hello));
  if (tls.hello_retry_request)
    log.add("hello_retry_request", server_hello_json(*tls.hello_retry_request));
  if (tls.server_hello) log.add("server_hello", server_hello_json(*tls.server_hello));
  if (const auto echoed = tls.session_id_echoed()) log.add("session_id_echoed", *echoed);
  if (!tls.certificates.empty()) log.add("server_certificates", certificates_json(conversation));
  if (tls.certificate_status)
    log.add("ocsp_staple", JsonObject().add("length", tls.certificate_status->size()));
  if (tls.server_key_exchange)
    log.add("server_key_exchange", server_key_exchange_json(*tls.server_key_exchange));
  if (tls.certificate_request)
    log.add("certificate_request", certificate_request_json(*tls.certificate_request));
  if (tls.session_ticket) log.add("session_ticket", true);
  if (!tls.alpn_protocol.empty()) log.add("alpn_protocol", outside(tls.alpn_protocol));
  log.add("alerts", alerts_json(tls.alerts));
  return log;
}

// Of a conversation in which TLS began.
JsonObject tls_json(const Conversation& conversation) {
  const TlsLog& tls = *conversation.transcript.tls;
  JsonObject json;
  json.add("handshake_completed_successfully", tls.completed);
  if (tls.server_hello) {
    json.add("version", version_json(tls.version()))
        .add("cipher_suite", suite_json(tls.server_hello->cipher_suite));
  }
  if (tls.library_code != 0 || tls.certificate_code != 0) {
    json.add("wolfssl", JsonObject()
                            .add("error", tls.library_code)
                            .add("message", tls.library_error)
                            .add("certificate_error", tls.certificate_code));
  }
  json.add("handshake_log", handshake_log_json(conversation));
  return json;
}

JsonList flaws_json(const std::vector<wire::ReplyFlaw>& flaws) {
  JsonList list;
  for (const wire::ReplyFlaw flaw : flaws) list.push_back(wire::to_string(flaw));
  return list;
}

JsonObject event_json(const Event& event) {
  JsonObject json;
  json.add("at_ms", event.at.count()).add("step", event.step);
  if (const auto* sent = std::get_if<Sent>(&event.what)) {
    json.add("type", "sent").add("text", outside(sent->text));
  } else if (const auto* replied = std::get_if<Replied>(&event.what)) {
    json.add("type", "reply")
        .add("code", replied->reply.code)
        .add("text", outside(replied->reply.raw))
        .add("flaws", flaws_json(replied->reply.flaws));
  } else if (const auto* stray = std::get_if<Stray>(&event.what)) {
    json.add("type", to_string(stray->kind)).add("text", outside(stray->text));
  } else {
    json.add("type", "handshake_done");
  }
  json.add("inside_tls", event.inside_tls);
  return json;
}

// zgrab2's name for a step's reply.
constexpr std::pair<std::string_view, std::string_view> kZgrabReplies[] = {
    {"greeting", "banner"},         {"ehlo-reply", "ehlo"},           {"helo-reply", "helo"},
    {"starttls-reply", "starttls"}, {"ehlo-again-reply", "ehlo_tls"}, {"quit-reply", "quit"},
};

JsonList capabilities_json(const wire::SmtpReply& ehlo) {
  JsonList list;
  for (const wire::Capability& capability : wire::capabilities(ehlo)) {
    list.push_back(outside(capability.keyword + (capability.parameters.empty() ? "" : " ") +
                           capability.parameters));
  }
  return list;
}

JsonObject result_json(const Conversation& conversation) {
  const Transcript& transcript = conversation.transcript;
  JsonObject json;
  for (const auto& [step, key] : kZgrabReplies) {
    if (const auto* reply = transcript.reply(step)) json.add(key, outside(reply->raw));
  }
  JsonObject capabilities;
  if (const auto* ehlo = transcript.reply("ehlo-reply"))
    capabilities.add("before_tls", capabilities_json(*ehlo));
  if (const auto* ehlo = transcript.reply("ehlo-again-reply"))
    capabilities.add("after_tls", capabilities_json(*ehlo));
  if (!capabilities.empty()) json.add("capabilities", capabilities);
  if (transcript.tls) json.add("tls", tls_json(conversation));
  JsonList events;
  for (const Event& event : transcript.events) events.push_back(event_json(event));
  json.add("events", events);
  return json;
}

// A number without words gives a null pointer.
std::string_view or_unknown(const char* words) { return words != nullptr ? words : "unknown"; }

JsonObject outcome_json(const Outcome& outcome) {
  JsonObject json;
  json.add("code", outcome.code)
      .add("measurability", to_string(outcome.measurability))
      .add("attribution", to_string(outcome.attribution));
  if (!outcome.tlsrpt_result.empty()) json.add("tlsrpt_result_type", outcome.tlsrpt_result);
  if (!outcome.tlsrpt_reason.empty()) json.add("tlsrpt_failure_reason_code", outcome.tlsrpt_reason);
  if (outcome.smtp_code != 0) json.add("smtp_code", outcome.smtp_code);
  if (!outcome.enhanced_code.empty()) json.add("enhanced_code", outcome.enhanced_code);
  if (!outcome.words.empty()) json.add("words", outside(outcome.words));
  if (!outcome.wording.empty()) json.add("wording", outcome.wording);
  if (outcome.alert) json.add("alert", alert_json(*outcome.alert));
  if (!outcome.also.empty()) json.add("also", outcome.also);
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

JsonObject validation_json(const CertificateValidation& validation) {
  std::string error;
  for (const std::string& fault : validation.faults) error += (error.empty() ? "" : " ") + fault;
  return JsonObject()
      .add("browser_trusted", validation.faults.empty())
      .add("browser_error", error)
      .add("matches_domain", validation.matches_domain);
}

JsonObject transcript_json(const Conversation& conversation, std::uint16_t port) {
  const Transcript& transcript = conversation.transcript;
  JsonObject json;
  json.add("probe", transcript.probe)
      .add("status", zgrab_status(transcript))
      .add("end", to_string(transcript.end))
      .add("stage", to_string(transcript.stage))
      .add("last_step", transcript.last_step)
      .add("protocol", "smtp")
      .add("port", port)
      .add("timestamp", base::rfc3339(transcript.started))
      .add("duration_ms", transcript.duration.count());
  if (transcript.connected_after) json.add("connect_ms", transcript.connected_after->count());
  json.add("bytes_sent", transcript.bytes_sent)
      .add("bytes_received", transcript.bytes_received)
      .add("dirty_close", transcript.dirty_close);
  if (transcript.os_error != 0) {
    json.add("os_error", JsonObject()
                             .add("number", transcript.os_error)
                             .add("name", or_unknown(strerrorname_np(transcript.os_error))));
  }
  if (conversation.outcome) json.add("outcome", outcome_json(*conversation.outcome));
  const std::string error = error_text(transcript);
  if (!error.empty()) json.add("error", error);
  json.add("result", result_json(conversation));
  return json;
}

}  // namespace model
