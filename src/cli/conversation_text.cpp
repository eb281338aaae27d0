// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/conversation_text.hpp"

#include <cstring>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "wire/certificate.hpp"
#include "wire/oid_names.hpp"

namespace cli {
namespace {

// Printable, on one line: what a terminal could take as a command is spelt out.
std::string shown(std::string_view text) {
  std::string out;
  for (const char c : base::escape(text)) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x20 || octet == 0x7f) {
      out += fmt::format("\\x{:02x}", octet);
    } else {
      out += c;
    }
  }
  return out;
}

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

std::string detail(std::string_view name, std::string_view value) {
  return fmt::format("{:>12}{:<24}{}\n", "", name, value);
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
  std::string text = detail(fmt::format("certificate {}", index), shown(facts.subject_dn));
  text += detail("  issuer", shown(facts.issuer_dn));
  text += detail("  valid", date(facts.not_before) + " to " + date(facts.not_after));
  text += detail("  key", fmt::format("{} {} bits, signed with {}", facts.public_key.algorithm,
                                      facts.public_key.bits, facts.signature_algorithm));
  if (index == 0) {
    std::string names;
    for (const std::string& name : facts.dns_names)
      names += (names.empty() ? "" : ", ") + shown(name);
    text += detail("  names", names.empty() ? "none" : names);
    text += detail("  keyUsage", key_usages(facts));
  }
  text += detail("  sha256", base::hex(base::sha256(der)));
  return text;
}

std::string server_hello_text(const model::TlsLog& tls) {
  const wire::ServerHello& hello = *tls.server_hello;
  std::string text = detail("version", wire::version_name(tls.version()));
  text += detail("cipher suite", wire::cipher_suite_name(hello.cipher_suite));
  if (hello.key_share_group) text += detail("group", wire::group_name(*hello.key_share_group));
  if (tls.server_key_exchange && tls.server_key_exchange->named_curve != 0) {
    text += detail("curve", wire::group_name(tls.server_key_exchange->named_curve));
  }
  if (tls.server_key_exchange && tls.server_key_exchange->dh_prime_bits != 0) {
    text += detail("DH prime", fmt::format("{} bits", tls.server_key_exchange->dh_prime_bits));
  }
  if (tls.signature_scheme != 0)
    text += detail("signature", wire::signature_scheme_name(tls.signature_scheme));
  if (tls.version() < wire::kTls13) {
    text += detail("extended_master_secret", yes_no(hello.has(wire::kExtendedMasterSecret)));
    text += detail("renegotiation_info", yes_no(hello.has(wire::kRenegotiationInfo)));
  }
  return text;
}

std::string tls_text(const model::Conversation& conversation) {
  const model::TlsLog& tls = *conversation.transcript.tls;
  std::string text;
  if (tls.hello_retry_request) text += detail("hello retry request", "yes");
  if (tls.server_hello) text += server_hello_text(tls);
  for (std::size_t i = 0; i < tls.certificates.size(); ++i)
    text += certificate_text(tls.certificates[i], i);
  if (conversation.validation) {
    std::string faults;
    for (const std::string& fault : conversation.validation->faults) faults += " " + fault;
    text += detail("chain", faults.empty() ? "valid" : "not valid:" + faults);
    text += detail("names the MX host", yes_no(conversation.validation->matches_domain));
  }
  for (const model::SeenAlert& seen : tls.alerts) {
    text += detail("alert",
                   fmt::format("{} ({}), from the {}", wire::alert_name(seen.alert.description),
                               seen.alert.description, seen.from_server ? "server" : "client"));
  }
  if (!tls.library_error.empty()) {
    text += detail("wolfSSL", fmt::format("{} ({})", tls.library_error, tls.library_code));
  }
  return text;
}

}  // namespace

std::string conversation_text(const model::Endpoint& endpoint, const model::Probe& probe,
                              const model::Conversation& conversation) {
  const model::Transcript& transcript = conversation.transcript;
  std::string text = fmt::format("{}, probe {}: {}\n", shown(model::endpoint_id(endpoint)),
                                 probe.id, probe.purpose);
  if (transcript.connected_after)
    text += fmt::format("{:>7} ms  * connected\n", transcript.connected_after->count());
  bool tls_shown = false;
  for (const model::Event& event : transcript.events) {
    if (const auto* sent = std::get_if<model::Sent>(&event.what)) {
      text += dialogue(event.at, event.inside_tls ? "c:" : "C:", sent->text);
    } else if (const auto* replied = std::get_if<model::Replied>(&event.what)) {
      text += dialogue(event.at, event.inside_tls ? "s:" : "S:", replied->reply.raw);
      for (const wire::ReplyFlaw flaw : replied->reply.flaws)
        text += detail("flaw", wire::to_string(flaw));
    } else if (const auto* stray = std::get_if<model::Stray>(&event.what)) {
      text += fmt::format("{:>7} ms  * {}\n", event.at.count(), model::to_string(stray->kind));
      text += dialogue(event.at, "S?", stray->text);
    } else {
      text += fmt::format("{:>7} ms  * TLS handshake completed\n", event.at.count()) +
              tls_text(conversation);
      tls_shown = true;
    }
  }
  if (transcript.tls && !tls_shown)
    text += "           * TLS handshake not completed\n" + tls_text(conversation);
  text += fmt::format(
      "{:>7} ms  * ended: {} at {}{}{}\n", transcript.duration.count(),
      model::to_string(transcript.end), model::to_string(transcript.stage),
      transcript.os_error != 0 ? fmt::format(" ({})", std::strerror(transcript.os_error)) : "",
      transcript.dirty_close ? "; a dirty close" : "");
  return text;
}

}  // namespace cli
