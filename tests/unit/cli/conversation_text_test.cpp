// SPDX-License-Identifier: GPL-3.0-or-later
//
// What `waxseal probe` prints about conversations with a real TLS server.
#include "cli/conversation_text.hpp"

#include <doctest/doctest.h>

#include "support/conversation_driver.hpp"
#include "support/printed.hpp"

namespace {

using printed::has;
using printed::line;

support::PeerOptions server(const std::string& max_version) {
  support::PeerOptions options;
  options.credential = support::make_certificate({});
  options.max_version = max_version;
  return options;
}

std::string text_of(const model::Probe& probe, model::Transcript transcript) {
  const model::Endpoint endpoint{"mx.test", *base::IpAddress::parse("192.0.2.1"), 25};
  return cli::conversation_text(endpoint, probe, {std::move(transcript), std::nullopt});
}

// The conversation of a probe with OpenSSL, to its end.
std::string converse(const std::string& id, const support::PeerOptions& options) {
  const model::Probe& probe = support::builtin_probe(id);
  support::ConversationDriver driver(probe);
  driver.connect();
  driver.say("220 mx.test ESMTP\r\n");
  driver.say("250-mx.test\r\n250 STARTTLS\r\n");
  driver.heard();
  driver.say("220 go\r\n");
  driver.begin_tls(options);
  if (!driver.ended() && driver.heard() == "EHLO probe.test\r\n") {
    driver.say("250 mx.test\r\n");
    driver.say("221 bye\r\n");
  }
  while (!driver.ended()) driver.pass_time(base::Milliseconds(100));
  return text_of(probe, driver.transcript());
}

TEST_CASE("a hello conversation: the question and the answer, field by field") {
  const std::string text = converse("grease", server("TLSv1.3"));
  CAPTURE(text);
  CHECK(has(text, " ms  S: 220 go\n            * TLS ClientHello answered\n"));
  CHECK(has(text, "\n                0x1302 TLS_AES_256_GCM_SHA384\n"));
  CHECK(has(text, line("server_name", "mx.test")));
  CHECK(has(text, line("ServerHello", "TLSv1.3", 12)));
  CHECK(has(text, line("key_share", "x25519 (29)")));
  CHECK(has(text, line("alert from the client", "user_canceled (90), warning", 12)));
  CHECK(text.find("ClientHello   ") < text.find("ServerHello   "));
  CHECK(printed::widest_line(text) <= 80);
}

TEST_CASE("a hello that is refused says so, and by which alert") {
  const std::string text = converse("pq", server("TLSv1.3"));
  CAPTURE(text);
  CHECK(has(text, "* TLS ClientHello not answered\n"));
  CHECK(has(text, line("supported_groups", "X25519MLKEM768 (4588)")));
  CHECK(has(text, line("alert from the server", "handshake_failure (40), fatal", 12)));
  CHECK_FALSE(has(text, "ServerHello "));
}

TEST_CASE("a HelloRetryRequest is shown") {
  const std::string text = converse("hello-retry", server("TLSv1.3"));
  CAPTURE(text);
  CHECK(has(text, line("HelloRetryRequest", "TLSv1.3", 12)));
}

TEST_CASE("a TLS 1.2 handshake: every message that is in clear") {
  support::PeerOptions options = server("TLSv1.2");
  options.request_client_certificate = true;
  const std::string text = converse("starttls", options);
  CAPTURE(text);
  CHECK(has(text, "* TLS handshake completed\n"));
  CHECK(has(text, line("ServerHello", "TLSv1.2", 12)));
  CHECK(has(text, line("extended_master_secret", "0 octets")));
  CHECK(has(text, "            certificate 0 "));
  CHECK(has(text, line("ServerKeyExchange", "ecdhe", 12)));
  CHECK(has(text, line("curve", "x25519 (29)")));
  CHECK(has(text, "            CertificateRequest "));
  CHECK(has(text, line("NewSessionTicket", "yes", 12)));
  CHECK(has(text, " ms  c: EHLO probe.test\n"));
  CHECK(printed::widest_line(text) <= 80);
}

TEST_CASE("a handshake that fails shows what was offered, and an OCSP staple its length") {
  model::Transcript transcript;
  transcript.tls.emplace();
  transcript.tls->client_hello.emplace();
  transcript.tls->certificate_status = "response";
  transcript.tls->alerts = {{{7, 40}, true}};
  const std::string text = text_of(support::builtin_probe("starttls"), transcript);
  CAPTURE(text);
  CHECK(has(text, "            * TLS handshake not completed\n            ClientHello "));
  CHECK(has(text, line("OCSP staple", "8 octets", 12)));
  CHECK(has(text, "handshake_failure (40), level 7\n"));
}

TEST_CASE("behind the end stands how it came out") {
  model::Conversation conversation;
  conversation.transcript.probe = "starttls";
  conversation.outcome.emplace();
  conversation.outcome->code = "banner.greylisted";
  conversation.outcome->measurability = model::Measurability::transient;
  conversation.outcome->attribution = model::Attribution::server;
  conversation.outcome->also = {"quit.no_reply"};
  const std::string text =
      cli::conversation_text({"mx.test", *base::IpAddress::parse("192.0.2.1"), 25},
                             support::builtin_probe("starttls"), conversation);
  CHECK(printed::has(text, "  * banner.greylisted: transient, server\n"));
  CHECK(printed::has(text, "  * quit.no_reply\n"));
}

}  // namespace
