// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/conversation_text.hpp"

#include <cstring>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cli/hello_text.hpp"
#include "report/text_columns.hpp"
#include "wire/certificate.hpp"
#include "wire/oid_names.hpp"

namespace cli {
namespace {

using report::field;
using report::shown;
using report::subfield;
using report::wrapped;

// The lines of a text, each with its own mark; the CR LF that every line should end in is not
// shown.
std::string dialogue(base::Milliseconds at, std::string_view mark, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
    text.remove_prefix(line.size());
    if (line.size() >= 2 && line.substr(line.size() - 2) == "\r\n") line.remove_suffix(2);
    out += fmt::format("{:>7} ms  {} {}\n", at.count(), mark, shown(line));
  }
  return out;
}

std::string yes_no(bool value) { return value ? "yes" : "no"; }

std::string date(const std::optional<base::WallTime>& time) {
  return time ? base::rfc3339(*time).substr(0, 10) : "?";
}

std::string key_usages(const wire::CertificateFacts& facts) {
  if (!facts.key_usage) return "absent";
  std::string text;
  constexpr std::string_view kNames[] = {"digitalSignature", "contentCommitment", "keyEncipherment",
                                         "dataEncipherment", "keyAgreement",      "keyCertSign",
                                         "cRLSign",          "encipherOnly",      "decipherOnly"};
  for (unsigned bit = 0; bit < 9; ++bit) {
    if (facts.allows(static_cast<wire::KeyUsage>(bit)))
      text += (text.empty() ? "" : ", ") + std::string(kNames[bit]);
  }
  return text.empty() ? "none" : text;
}

std::string certificate_text(const std::string& der, std::size_t index) {
  const wire::CertificateFacts facts = wire::read_certificate(der);
  std::string text = field(fmt::format("certificate {}", index), shown(facts.subject_dn));
  text += subfield("issuer", shown(facts.issuer_dn));
  text += subfield("valid", date(facts.not_before) + " to " + date(facts.not_after));
  text += subfield("key", fmt::format("{} {} bits, signed with {}", facts.public_key.algorithm,
                                      facts.public_key.bits, facts.signature_algorithm));
  if (index == 0) {
    std::string names;
    for (const std::string& name : facts.dns_names)
      names += (names.empty() ? "" : ", ") + shown(name);
    text += subfield("names", names.empty() ? "none" : names);
    text += subfield("keyUsage", key_usages(facts));
  }
  text += subfield("sha256", base::hex(base::sha256(der)));
  return text;
}

std::string validation_text(const model::CertificateValidation& validation) {
  std::string faults;
  for (const std::string& fault : validation.faults) faults += " " + fault;
  return field("chain", faults.empty() ? "valid" : "not valid:" + faults) +
         field("names the MX host", yes_no(validation.matches_domain));
}

std::string alert_text(const model::SeenAlert& seen) {
  const std::string level = seen.alert.level == 1   ? "warning"
                            : seen.alert.level == 2 ? "fatal"
                                                    : fmt::format("level {}", seen.alert.level);
  return field(seen.from_server ? "alert from the server" : "alert from the client",
               fmt::format("{} ({}), {}", wire::alert_name(seen.alert.description),
                           seen.alert.description, level));
}

// The messages in the order of a handshake (RFC 5246 section 7.3).
std::string messages_text(const model::TlsLog& tls) {
  std::string text;
  if (tls.client_hello) text += client_hello_text(*tls.client_hello);
  if (tls.hello_retry_request) text += server_hello_text(*tls.hello_retry_request);
  if (tls.server_hello) text += server_hello_text(*tls.server_hello);
  for (std::size_t i = 0; i < tls.certificates.size(); ++i)
    text += certificate_text(tls.certificates[i], i);
  if (tls.certificate_status)
    text += field("OCSP staple", fmt::format("{} octets", tls.certificate_status->size()));
  if (tls.server_key_exchange) text += server_key_exchange_text(*tls.server_key_exchange);
  if (tls.certificate_request) text += certificate_request_text(*tls.certificate_request);
  if (tls.session_ticket) text += field("NewSessionTicket", "yes");
  return text;
}

std::string tls_text(const model::Conversation& conversation) {
  const model::TlsLog& tls = *conversation.transcript.tls;
  std::string text = messages_text(tls);
  if (conversation.validation) text += validation_text(*conversation.validation);
  for (const model::SeenAlert& seen : tls.alerts) text += alert_text(seen);
  if (!tls.library_error.empty()) {
    text += field("wolfSSL", fmt::format("{} ({})", tls.library_error, tls.library_code));
  }
  return text;
}

// What became of TLS where no handshake was completed; a hello never means to complete one.
std::string_view not_completed(const model::Probe& probe, const model::TlsLog& tls) {
  const model::Step* step = model::tls_step(probe);
  if (step == nullptr || step->kind != model::Step::Kind::hello)
    return "TLS handshake not completed";
  return tls.version() != 0 ? "TLS ClientHello answered" : "TLS ClientHello not answered";
}

}  // namespace

std::string conversation_text(const model::Endpoint& endpoint, const model::Probe& probe,
                              const model::Conversation& conversation) {
  const model::Transcript& transcript = conversation.transcript;
  const bool implicit_tls = model::tls_step(probe) == &probe.steps.front();
  std::string text =
      wrapped(fmt::format("{}, probe {}{}: {}", shown(model::endpoint_id(endpoint)), probe.id,
                          implicit_tls ? " with implicit TLS in place of STARTTLS (RFC 8314)" : "",
                          probe.purpose),
              0, 2) +
      "\n";
  if (transcript.connected_after)
    text += fmt::format("{:>7} ms  * connected\n", transcript.connected_after->count());
  bool tls_shown = false;
  for (const model::Event& event : transcript.events) {
    if (const auto* sent = std::get_if<model::Sent>(&event.what)) {
      text += dialogue(event.at, event.inside_tls ? "c:" : "C:", sent->text);
    } else if (const auto* replied = std::get_if<model::Replied>(&event.what)) {
      text += dialogue(event.at, event.inside_tls ? "s:" : "S:", replied->reply.raw);
      for (const wire::ReplyFlaw flaw : replied->reply.flaws)
        text += field("flaw", wire::to_string(flaw));
    } else if (const auto* stray = std::get_if<model::Stray>(&event.what)) {
      text += fmt::format("{:>7} ms  * {}\n", event.at.count(), model::to_string(stray->kind));
      text += dialogue(event.at, "S?", stray->text);
    } else {
      text += fmt::format("{:>7} ms  * TLS handshake completed\n", event.at.count()) +
              tls_text(conversation);
      tls_shown = true;
    }
  }
  if (transcript.tls && !tls_shown) {
    text += fmt::format("{:>10}  * {}\n", "", not_completed(probe, *transcript.tls));
    text += tls_text(conversation);
  }
  text += fmt::format(
      "{:>7} ms  * ended: {} at {}{}{}\n", transcript.duration.count(),
      model::to_string(transcript.end), model::to_string(transcript.stage),
      transcript.os_error != 0 ? fmt::format(" ({})", std::strerror(transcript.os_error)) : "",
      transcript.dirty_close ? "; a dirty close" : "");
  if (conversation.outcome) {
    const model::Outcome& outcome = *conversation.outcome;
    text +=
        fmt::format("{:>10}  * {}: {}, {}\n", "", outcome.code,
                    model::to_string(outcome.measurability), model::to_string(outcome.attribution));
    for (const std::string& code : outcome.also) text += fmt::format("{:>10}  * {}\n", "", code);
  }
  return text;
}

}  // namespace cli
