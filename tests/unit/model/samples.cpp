// SPDX-License-Identifier: GPL-3.0-or-later
#include "samples.hpp"

#include <cerrno>
#include <fstream>

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "support/schema_check.hpp"

namespace samples {
namespace {

using model::Answer;
using model::Doubt;

const base::WallTime kStart = base::to_wall_time({2026, 11, 21, 9, 30, 0});

wire::ClientHello full_client_hello() {
  wire::ClientHello hello;
  hello.legacy_version = wire::kTls12;
  hello.cipher_suites = {0x1302, 0xc02f, 0x00ff};
  hello.compression_methods = std::string("\x01\0", 2);
  for (const std::uint16_t type :
       {wire::kServerName, wire::kSupportedGroups, wire::kAlpn, wire::kSignatureAlgorithms,
        wire::kSupportedVersions, wire::kKeyShare}) {
    hello.extensions.push_back({type, "x"});
  }
  hello.server_name = "mx.example.org";
  hello.supported_versions = {wire::kTls13, wire::kTls12};
  hello.supported_groups = {4588, 29};
  hello.key_share_groups = {29};
  hello.signature_algorithms = {0x0403, 0x0804};
  hello.alpn_protocols = {"smtp"};
  hello.length = 517;
  hello.malformed = true;
  return hello;
}

wire::ServerHello full_server_hello() {
  wire::ServerHello hello;
  hello.legacy_version = wire::kTls12;
  hello.random = std::string(32, '\xab');
  hello.session_id = std::string(32, '\x01');
  hello.cipher_suite = 0x1301;
  hello.extensions = {{wire::kSupportedVersions, {}}, {wire::kKeyShare, {}}, {0x4a4a, {}}};
  hello.selected_version = wire::kTls13;
  hello.key_share_group = 29;
  hello.alpn_protocol = "smtp";
  hello.malformed = true;
  return hello;
}

wire::ServerKeyExchange full_server_key_exchange() {
  // No server sends both; a writer must not mind.
  wire::ServerKeyExchange message;
  message.dh_prime_bits = 1024;
  message.dh_prime = std::string(128, '\xff');
  message.named_curve = 23;
  message.signature_scheme = 0x0403;
  message.malformed = true;
  return message;
}

std::string oid(std::initializer_list<unsigned> octets) {
  std::string content;
  for (const unsigned octet : octets) content += static_cast<char>(octet);
  return der(0x06, content);
}

std::string distinguished_name(const std::string& common_name) {
  const std::string attribute = der(0x30, oid({0x55, 4, 3}) + der(0x0c, common_name));
  return der(0x30, der(0x31, attribute));
}

std::string extension(std::initializer_list<unsigned> id, const std::string& value) {
  return der(0x30, oid(id) + der(0x04, value));
}

std::string bit_string(const std::string& octets) {
  return der(0x03, std::string(1, '\0') + octets);
}

}  // namespace

std::vector<std::string> hostile_texts() {
  std::string every_octet;
  for (unsigned octet = 0; octet < 256; ++octet) every_octet += static_cast<char>(octet);
  return {
      "",
      "220 mx.example.org \"quoted\" \\ \\\\ \\x41 \\n /\r\n",
      std::string("220 a\0b\0\r\n", 10),
      "\xff\xfe invalid",
      "\xc0\x80 overlong, \xed\xa0\x80 surrogate, \xf5\x80\x80\x80 beyond Unicode",
      "cut off in the middle of a character \xe2\x80",
      "\xe2\x80\xa8 and \xe2\x80\xa9 end lines in JavaScript",
      "\x01\x02\x1b[31m\x7f\xc2\x85",
      every_octet,
  };
}

wire::SmtpReply reply(int code, std::string raw) {
  wire::SmtpReply made;
  made.code = made.final_code = code;
  made.lines = {raw};
  made.raw = std::move(raw);
  return made;
}

model::Transcript bare_transcript() {
  model::Transcript transcript;
  transcript.probe = "starttls";
  transcript.started = kStart;
  transcript.end = model::End::completed;
  transcript.stage = model::Stage::quit;
  return transcript;
}

model::TlsLog full_tls() {
  model::TlsLog tls;
  tls.completed = true;
  tls.client_hello = full_client_hello();
  tls.server_hello = full_server_hello();
  tls.hello_retry_request = full_server_hello();
  tls.server_key_exchange = full_server_key_exchange();
  tls.certificate_request.emplace();
  tls.certificate_request->length = 120;
  tls.certificate_request->authority_count = 3;
  tls.certificate_request->certificate_types = "\x01\x40";
  tls.certificate_request->signature_algorithms = {0x0403, 0x0804};
  tls.certificate_request->malformed = true;
  tls.certificate_status = std::string(471, 's');
  tls.certificates = {certificate({}), "not a certificate"};
  tls.alerts = {{{2, 40}, true}, {{1, 0}, false}, {{7, 250}, true}};
  tls.session_ticket = true;
  tls.library_code = -313;
  tls.library_error = "received alert fatal error";
  tls.certificate_code = -188;
  return tls;
}

model::Transcript full_transcript() {
  using model::Stray;
  model::Transcript transcript = bare_transcript();
  transcript.duration = base::Milliseconds(1234);
  transcript.connected_after = base::Milliseconds(20);
  transcript.end = model::End::peer_reset;
  transcript.stage = model::Stage::post_tls;
  transcript.last_step = "ehlo-again-reply";
  transcript.os_error = ECONNRESET;
  transcript.dirty_close = true;
  transcript.bytes_sent = 600;
  transcript.bytes_received = 5000;
  transcript.tls = full_tls();
  wire::SmtpReply ehlo = reply(250, "250-mx.example.org\r\n250-SIZE 1000\r\n250 STARTTLS\r\n");
  ehlo.lines = {"mx.example.org", "SIZE 1000", "STARTTLS"};
  transcript.events = {
      {"greeting", base::Milliseconds(40), false, model::Replied{reply(220, "220 mx ESMTP\r\n")}},
      {"ehlo", base::Milliseconds(40), false, model::Sent{"EHLO probe.example.net\r\n"}},
      {"ehlo-reply", base::Milliseconds(60), false, model::Replied{ehlo}},
      {"ehlo-reply", base::Milliseconds(61), false, Stray{Stray::Kind::after_reply, "250 more"}},
      {"helo-reply", base::Milliseconds(62), false, model::Replied{reply(250, "250 mx\r\n")}},
      {"starttls-reply", base::Milliseconds(80), false, model::Replied{reply(220, "220 go\r\n")}},
      {"tls", base::Milliseconds(120), true, model::HandshakeDone{}},
      {"ehlo-again-reply", base::Milliseconds(140), true, model::Replied{ehlo}},
      {"quit-reply", base::Milliseconds(160), true, model::Replied{reply(221, "221 bye\r\n")}},
  };
  return transcript;
}

model::EndpointRecord skipped_endpoint() {
  model::EndpointRecord record;
  record.endpoint = {"mx.example.org", *base::IpAddress::parse("192.0.2.1"), 25};
  record.started = kStart;
  record.skipped = "blocklisted";
  return record;
}

model::EndpointRecord bare_endpoint() {
  model::EndpointRecord record = skipped_endpoint();
  record.skipped.clear();
  record.conversations.push_back({bare_transcript(), std::nullopt});
  return record;
}

std::vector<model::Verdict> verdicts() {
  using model::Level;
  using model::Result;
  return {
      {"a/b", Level::must, Result::fail, "kx_dhe", Answer::no, Doubt::none, "alert \xff", 40},
      {"a/c", Level::should, Result::warn, "kx_dhe", Answer::no, Doubt::none, "", {}},
      {"a/d",
       Level::may,
       Result::inconclusive,
       "cipher_rc4",
       Answer::unknown,
       Doubt::no_control,
       "no answer",
       {}},
      {"a/e", Level::community, Result::info, "kx_dhe", Answer::no, Doubt::none, "", {}},
      {"a/f", Level::must, Result::pass, "kx_dhe", Answer::no, Doubt::none, "", {}},
      {"a/g",
       Level::must,
       Result::not_applicable,
       "",
       Answer::unknown,
       Doubt::not_applicable,
       "",
       {}},
  };
}

std::vector<model::SenderVerdict> sender_verdicts() {
  using model::Delivery;
  model::SenderVerdict full;
  full.sender = "postfix-dane";
  full.delivery = Delivery::defer_until_expiry;
  full.reason = "the server said \xff";
  full.property = "ems_echoed";
  full.clear_after_minutes = 5.5;
  full.bounce_after_hours = 120;
  full.tlsrpt_result = "validation-failure";
  full.tlsrpt_reason = "tls-handshake-failure";
  full.endpoint_id = "mx.example.org/192.0.2.1:25";
  full.what_if = {Delivery::tls_auth, Delivery::tls_unauth, Delivery::clear_same_session,
                  Delivery::clear_reconnect, Delivery::clear_after_age};
  model::SenderVerdict bare;
  bare.sender = "exim";
  bare.delivery = Delivery::tls_auth;
  bare.what_if = {Delivery::next_mx, Delivery::defer_until_expiry, Delivery::bounce,
                  Delivery::unknown, Delivery::tls_auth};
  return {full, bare};
}

model::JudgedLine judged_endpoint() {
  model::JudgedLine judged;
  judged.key = "mx.example.org/192.0.2.1:25";
  judged.run_id = kRunId;
  judged.version = "1.2.3";
  judged.verdicts = verdicts();
  judged.senders = sender_verdicts();
  return judged;
}

model::JudgedLine judged_domain() {
  model::JudgedLine judged = judged_endpoint();
  judged.is_endpoint = false;
  judged.key = "example.org";
  judged.with_endpoints = model::roll_up(judged.verdicts);
  judged.endpoints_judged = 2;
  judged.endpoints_missing = 1;
  return judged;
}

model::EndpointRecord full_endpoint() {
  model::EndpointRecord record = bare_endpoint();
  record.endpoint.ip = *base::IpAddress::parse("2001:db8::25");
  record.endpoint.port = 2525;
  record.duration = base::Milliseconds(9000);
  record.conversations = {
      {full_transcript(), model::CertificateValidation{{"untrusted_issuer", "expired"}, true}},
      {bare_transcript(), std::nullopt},
      {full_transcript(), model::CertificateValidation{}},
  };
  record.domain = "example.org";
  record.pace_backoff = 2.5;
  record.cut_short = "dirty_closes";
  record.outcome = {"handshake.intermittent", model::Measurability::measured,
                    model::Attribution::server, 3, 1};
  model::Outcome& outcome = record.conversations[1].outcome.emplace();
  outcome.code = "handshake.alert";
  outcome.tlsrpt_result = "validation-failure";
  outcome.tlsrpt_reason = "tls-remote-alert-40-handshake-failure";
  outcome.smtp_code = 454;
  outcome.enhanced_code = "4.7.0";
  outcome.words = "4.7.0 later \xff";
  outcome.wording = "tls not available";
  outcome.alert = model::SeenAlert{{2, 40}, true};
  outcome.also = {"certificate.expired", "quit.no_reply"};
  record.facts = {
      {"certificate_key_sound",
       Answer::yes,
       Doubt::none,
       "starttls",
       "RSA of 2048 bits",
       2048,
       {"RSA"}},
      {"kx_dhe", Answer::no, Doubt::none, "dhe", "alert handshake_failure(40)"},
      {"cipher_rc4", Answer::unknown, Doubt::no_control, "rc4", "no answer"},
      {"tls1_3_preferred", Answer::unknown, Doubt::not_applicable, "", ""},
      {"sni_required", Answer::unknown, Doubt::not_asked, "", ""},
  };
  record.verdicts = verdicts();
  return record;
}

model::DomainRecord bare_domain() {
  model::DomainRecord record;
  record.input = "example.org";
  record.domain = "example.org";
  record.started = kStart;
  record.mx_lookup = "NOERROR";
  record.mx_status = "null_mx";
  return record;
}

model::DomainRecord full_domain() {
  model::DomainRecord record = bare_domain();
  record.line = 7;
  record.duration = base::Milliseconds(5000);
  record.skipped = "blocklisted";  // with everything else, which no domain has
  record.mx_status = "has_mx";
  record.authenticated = true;
  record.ttl = 4'294'967'295;
  record.extended_error = "3 Stale Answer";
  record.resolver = "127.0.0.53:53";
  record.aliases = {"alias.example"};
  model::Exchange good;
  good.name = "mx.example.org";
  good.preference = 65535;
  good.aliases = {"mail.example.net"};
  good.ipv4_status = "NOERROR";
  good.ipv6_status = "NOERROR";
  good.ipv4_addresses = {"192.0.2.1"};
  good.ipv6_addresses = {"2001:db8::25"};
  good.authenticated = true;
  good.ttl = 300;
  model::TlsaLookup tlsa;
  tlsa.status = "NOERROR";
  tlsa.skipped = "insecure_address";  // with everything else, which no host has
  tlsa.authenticated = true;
  tlsa.name = "_25._tcp.mail.example.net";
  tlsa.records = {{3, 1, 1, std::string(32, '\xab')}, {255, 255, 255, ""}};
  good.tlsa = std::move(tlsa);
  good.caa = model::CaaLookup{
      "NOERROR", true, "example.org", {{false, "issue", "ca.example; a=b"}, {true, "\xff", ""}}};
  good.endpoint_ids = {"mx.example.org/192.0.2.1:25", "mx.example.org/[2001:db8::25]:25"};
  model::Exchange literal;
  literal.name = "192.0.2.9";
  literal.problem = "ip_literal";
  record.exchanges = {good, literal};
  record.null_mx_preferences = {0, 65'535};
  record.mta_sts = model::PolicyLookup{"NOERROR", true, {"v=STSv1; id=1;", "\xff"}};
  record.tlsrpt = model::PolicyLookup{"NXDOMAIN", false, {}};
  model::PolicyFetch fetch;  // with everything, which no fetch has
  fetch.end = model::PolicyEnd::fetched;
  fetch.host = "mta-sts.example.org";
  fetch.address = "2001:db8::80";
  fetch.http_status = 200;
  fetch.content_type = "text/plain; charset=utf-8";
  fetch.location = "https://www.example.org/\xff";
  fetch.words = "SSL connect error: gnutls_handshake() failed";
  fetch.body = "version: STSv1\r\nmode: none\r\n\xff";
  fetch.validation = model::CertificateValidation{
      {"untrusted_issuer", "expired"}, true, {std::string(32, '\x01'), std::string(32, '\xfe')}};
  fetch.duration = base::Milliseconds(321);
  record.mta_sts_policy = std::move(fetch);
  record.facts = {
      {"mx_targets_resolve",
       Answer::no,
       Doubt::none,
       "",
       "mx.example.org: A NXDOMAIN",
       2,
       {"mx.example.org"}},
      {"mx_secure", Answer::yes, Doubt::none, "", "MX: 2 records, AD flag"},
      {"mta_sts_record", Answer::unknown, Doubt::not_measured, "", "TXT: SERVFAIL"},
      {"tlsa_sha256", Answer::unknown, Doubt::not_applicable, "", ""},
      {"null_mx", Answer::unknown, Doubt::not_asked, "", ""},
  };
  record.outcome = {"dns.no_address", model::Measurability::measured, model::Attribution::dns, 0,
                    0};
  record.verdicts = verdicts();
  return record;
}

model::RunRecord bare_run() {
  model::RunRecord record;
  record.run_id = kRunId;
  record.started = kStart;
  record.ended = kStart;
  return record;
}

model::RunRecord full_run() {
  model::RunRecord record = bare_run();
  record.version = "0.1.0";
  record.wolfssl_version = "5.7.2";
  record.cares_version = "1.34.5";
  record.arguments = {"waxseal", "scan", "domains.txt"};
  record.input_name = "domains.txt";
  record.ended = kStart + base::Milliseconds(60'000);
  record.client_name = "probe.example.net";
  record.nameservers = {"127.0.0.53:53", "[::1]:53"};
  record.resolver_is_local = true;
  record.smtp_proxy = "proxy.isp.example";
  record.interrupted = true;
  record.seed = 18'446'744'073'709'551'615U;
  record.shards = 4;
  record.shard = 3;
  record.loops = 2;
  record.rates = {100, 0.5, 2, 1.5};
  record.dns = {9, 3, 7, 1, {{"NOERROR", 8}, {"SERVFAIL", 1}}};
  record.resumed = true;
  record.already_done = 1;
  record.backoffs = {{"example.org", 3, 0.25}};
  record.counts.lines_read = 3;
  record.counts.add(full_domain());
  record.counts.add(full_endpoint());
  record.counts.add(bare_endpoint());
  record.counts.add(skipped_endpoint());
  return record;
}

std::string der(unsigned tag, const std::string& content) {
  std::string encoded(1, static_cast<char>(tag));
  if (content.size() < 0x80) {
    encoded += static_cast<char>(content.size());
  } else {
    encoded += '\x82';
    encoded += static_cast<char>(content.size() >> 8);
    encoded += static_cast<char>(content.size() & 0xff);
    if (content.size() < 0x100) encoded = {static_cast<char>(tag), '\x81', encoded.back()};
  }
  return encoded + content;
}

std::string rsa_key_info(const std::string& modulus, const std::string& exponent) {
  const std::string algorithm =
      der(0x30, oid({0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1}) + der(0x05, ""));
  return der(0x30, algorithm + bit_string(der(0x30, der(0x02, modulus) + der(0x02, exponent))));
}

std::string ec_key_info() {
  const std::string algorithm = der(0x30, oid({0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1}) +
                                              oid({0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7}));
  return der(0x30, algorithm + bit_string("\x04" + std::string(64, 'k')));
}

std::string all_extensions(const std::string& dns_name) {
  const std::string server_auth = oid({0x2b, 6, 1, 5, 5, 7, 3, 1});
  const std::string of_nobody = oid({0x2a, 3, 4});
  return extension({0x55, 0x1d, 15}, der(0x03, "\x07\xff\x80")) +
         extension({0x55, 0x1d, 37}, der(0x30, server_auth + of_nobody)) +
         extension({0x55, 0x1d, 19}, der(0x30, der(0x01, "\xff") + der(0x02, "\x02"))) +
         extension({0x55, 0x1d, 17},
                   der(0x30, der(0x82, dns_name) + der(0x87, std::string("\xc0\0\x02\x01", 4))));
}

std::string certificate(const CertificateParts& parts) {
  const std::string sha256_rsa =
      der(0x30, oid({0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11}) + der(0x05, ""));
  const std::string validity = der(0x30, der(0x18, parts.not_before) + der(0x18, parts.not_after));
  const std::string modulus = std::string(1, '\0') + std::string(256, '\xc5');
  const std::string key = parts.public_key_info.empty()
                              ? rsa_key_info(modulus, std::string("\x01\x00\x01", 3))
                              : parts.public_key_info;
  std::string tbs = der(0xa0, der(0x02, "\x02")) + der(0x02, "\x2a") + sha256_rsa +
                    distinguished_name("Example CA") + validity +
                    distinguished_name(parts.common_name) + key;
  if (!parts.extensions.empty()) tbs += der(0xa3, der(0x30, parts.extensions));
  return der(0x30, der(0x30, tbs) + sha256_rsa + bit_string("signature"));
}

nlohmann::json parsed(const std::string& line) {
  auto document = nlohmann::json::parse(line, nullptr, false);
  REQUIRE_MESSAGE(!document.is_discarded(), line.substr(0, 400));
  return document;
}

std::string unescaped_at(const nlohmann::json& document, const std::string& pointer) {
  const nlohmann::json::json_pointer at(pointer);
  REQUIRE_MESSAGE(document.contains(at), pointer);
  const auto text = base::unescape(document.at(at).get<std::string>());
  REQUIRE_MESSAGE(text.has_value(), pointer);
  return *text;
}

void check_valid(const std::string& line) {
  const auto problem = support::schema_problem(line);
  CHECK_MESSAGE(!problem.has_value(), problem.value_or(""));
}

nlohmann::json schema(const std::string& kind) {
  std::ifstream file(std::string(WAXSEAL_SCHEMA_DIR) + "/" + kind + ".schema.json");
  auto document = nlohmann::json::parse(file, nullptr, false);
  REQUIRE_MESSAGE(!document.is_discarded(), kind);
  return document;
}

}  // namespace samples
