// SPDX-License-Identifier: GPL-3.0-or-later
//
// The hello step: what goes over the wire, and what is read of the answer.
#include <algorithm>

#include <doctest/doctest.h>

#include "model/builtin_probes.hpp"
#include "model/probe_json.hpp"
#include "session/hello_client.hpp"
#include "support/conversation_driver.hpp"
#include "to_tls.hpp"
#include "wire/tls_record.hpp"

namespace {

using model::End;
using support::ConversationDriver;
using test::play_to_tls;

model::Probe probe_with(const std::string& hello) {
  const auto probe = model::read_probe(
      R"({"id": "test", "purpose": "A test.", "tier": "audit", "steps": [)" + hello + "]}", "test");
  REQUIRE_MESSAGE(probe.ok(), (probe.ok() ? "" : probe.error().message));
  return *probe;
}

wire::ClientHello hello_of(const model::Probe& probe) {
  const std::string message = wire::write_client_hello(
      session::make_client_hello(*model::tls_step(probe), {"mx.test", "example.test"}));
  return wire::parse_client_hello(std::string_view(message).substr(4));
}

support::PeerOptions server(const std::string& max_version = "TLSv1.3") {
  support::PeerOptions options;
  options.credential = support::make_certificate({});
  options.max_version = max_version;
  return options;
}

// The conversation of a hello probe with OpenSSL, to its end.
model::Transcript converse(const model::Probe& probe, const support::PeerOptions& options) {
  ConversationDriver driver(probe);
  play_to_tls(driver);
  driver.begin_tls(options);
  while (!driver.ended()) driver.pass_time(base::Milliseconds(100));
  return driver.transcript();
}

bool alerted(const model::Transcript& transcript, bool from_server, std::uint8_t description) {
  const auto& alerts = transcript.tls->alerts;
  return std::any_of(alerts.begin(), alerts.end(), [&](const model::SeenAlert& seen) {
    return seen.from_server == from_server && seen.alert.description == description;
  });
}

TEST_CASE("a hello reads the server's flight up to ServerHelloDone, and leaves politely") {
  const auto transcript = converse(support::builtin_probe("status-request"), server());
  CHECK(transcript.end == End::completed);
  CHECK(transcript.stage == model::Stage::quit);
  REQUIRE(transcript.tls);
  CHECK_FALSE(transcript.tls->completed);
  CHECK(transcript.tls->version() == wire::kTls12);
  CHECK(transcript.tls->server_hello->has(wire::kExtendedMasterSecret));
  CHECK(transcript.tls->server_key_exchange->named_curve == 29);
  CHECK(transcript.tls->certificates.size() == 1);
  CHECK(alerted(transcript, false, 90));
  CHECK(alerted(transcript, false, 0));
  CHECK(transcript.dirty_close);
}

TEST_CASE("a hello of TLS 1.3 is answered by the ServerHello, without any cryptography of ours") {
  const auto transcript = converse(support::builtin_probe("grease"), server());
  CHECK(transcript.end == End::completed);
  CHECK(transcript.tls->version() == wire::kTls13);
  CHECK(transcript.tls->server_hello->key_share_group == 29);
}

TEST_CASE("each placeholder for a key share is taken for one") {
  for (const std::string group : {"x25519", "secp256r1", "secp384r1", "secp521r1", "x448",
                                  "ffdhe2048", "ffdhe3072", "ffdhe4096"}) {
    CAPTURE(group);
    auto probe = support::builtin_probe("hello-retry");
    const auto number = *wire::group_of(group);
    probe.steps.back().tls.groups = {number};
    probe.steps.back().tls.key_shares = {number};
    const auto transcript = converse(probe, server());
    REQUIRE(transcript.end == End::completed);
    CHECK(transcript.tls->server_hello->key_share_group == number);
  }
}

TEST_CASE("a HelloRetryRequest is an answer") {
  const auto transcript = converse(support::builtin_probe("hello-retry"), server());
  CHECK(transcript.end == End::completed);
  REQUIRE(transcript.tls->hello_retry_request);
  CHECK(transcript.tls->hello_retry_request->key_share_group == 29);
  CHECK(transcript.tls->version() == wire::kTls13);
}

TEST_CASE("an alert is a refusal, and its sender is known") {
  const auto transcript = converse(support::builtin_probe("pq"), server());
  CHECK(transcript.end == End::handshake_failed);
  CHECK(transcript.stage == model::Stage::handshake);
  CHECK(alerted(transcript, true, 40));
  CHECK_FALSE(alerted(transcript, false, 90));
}

TEST_CASE("what is no TLS is no refusal") {
  ConversationDriver driver(support::builtin_probe("pq"));
  play_to_tls(driver);
  driver.say(std::string_view("\x16\x03\x01\xff\xff", 5));
  REQUIRE(driver.ended());
  CHECK(driver.transcript().end == End::not_tls);
}

TEST_CASE("a hello that is never answered runs into its limit") {
  ConversationDriver driver(support::builtin_probe("pq"));
  play_to_tls(driver);
  driver.pass_time(base::Milliseconds(30'000));
  REQUIRE(driver.ended());
  const auto transcript = driver.transcript();
  CHECK(transcript.end == End::timeout);
  REQUIRE(transcript.tls);
  CHECK(transcript.tls->client_hello->supported_groups == std::vector<std::uint16_t>{4588});
}

TEST_CASE("every built-in hello is read back as it was meant") {
  for (const model::ProbeFile& file : model::builtin_probe_files()) {
    const auto probe = *model::read_probe(file.json, std::string(file.name));
    const model::Step* step = model::tls_step(probe);
    if (step == nullptr || step->kind != model::Step::Kind::hello) continue;
    CAPTURE(probe.id);
    const std::string message =
        wire::write_client_hello(session::make_client_hello(*step, {"mx.test", "example.test"}));
    const wire::ClientHello read = wire::parse_client_hello(std::string_view(message).substr(4));
    CHECK_FALSE(read.malformed);
    CHECK(read.cipher_suites == step->tls.cipher_suites);
    CHECK(read.supported_groups == step->tls.groups);
    CHECK(read.has(wire::kExtendedMasterSecret) == step->tls.extended_master_secret);
    CHECK(read.has(wire::kRenegotiationInfo) == step->form.renegotiation_info);
    if (step->form.pad_to != 0) CHECK(message.size() == step->form.pad_to);
    const bool in_extension = step->tls.versions.front() > wire::kTls12;
    CHECK(read.supported_versions ==
          (in_extension ? step->tls.versions : std::vector<std::uint16_t>{}));
    CHECK(read.legacy_version == std::min<std::uint16_t>(step->tls.newest_version(), wire::kTls12));
  }
}

TEST_CASE("what only a hello of our own can say") {
  const wire::ClientHello grease = hello_of(support::builtin_probe("grease"));
  CHECK(wire::is_grease(grease.supported_versions.front()));
  CHECK(wire::is_grease(grease.cipher_suites.front()));
  CHECK(wire::is_grease(grease.supported_groups.front()));
  CHECK(wire::is_grease(grease.key_share_groups.front()));
  CHECK(wire::is_grease(grease.signature_algorithms.front()));
  CHECK(wire::is_grease(grease.extensions.front().type));
  CHECK(hello_of(support::builtin_probe("compression")).compression_methods ==
        std::string("\1\0", 2));
  CHECK(hello_of(support::builtin_probe("fallback-scsv")).cipher_suites.back() == 0x5600);
  const wire::ClientHello ssl3 = hello_of(support::builtin_probe("ssl3"));
  CHECK(ssl3.legacy_version == wire::kSsl30);
  CHECK(ssl3.extensions.empty());
  CHECK(hello_of(support::builtin_probe("sha1-only")).signature_algorithms ==
        std::vector<std::uint16_t>{0x0203, 0x0201});
  const wire::ClientHello chosen = hello_of(probe_with(
      R"({"hello": "tls", "versions": ["TLSv1.2"], "legacy_version": "TLSv1.3",
          "server_name": "domain", "signature_algorithms": [], "groups": []})"));
  CHECK(chosen.legacy_version == wire::kTls13);
  CHECK(chosen.server_name == "example.test");
  CHECK_FALSE(chosen.has(wire::kSupportedGroups));
  CHECK_FALSE(chosen.has(wire::kSignatureAlgorithms));
  CHECK_FALSE(chosen.has(wire::kKeyShare));
  const wire::ClientHello named = hello_of(
      probe_with(R"({"hello": "tls", "server_name": "other.test", "alpn_protocols": ["smtp"]})"));
  CHECK(named.server_name == "other.test");
  CHECK(named.alpn_protocols == std::vector<std::string>{"smtp"});
}

// What the client sends behind the 220, write by write.
std::vector<std::string> writes_of(const model::Probe& probe) {
  ConversationDriver driver(probe);
  play_to_tls(driver);
  std::vector<std::string> writes;
  for (int i = 0; i < 10; ++i) {
    const std::string octets = driver.heard();
    if (!octets.empty()) writes.push_back(octets);
    driver.pass_time(base::Milliseconds(300));
  }
  return writes;
}

TEST_CASE("a flight goes out in the segments asked for, with a pause between") {
  const auto writes = writes_of(support::builtin_probe("split-segments"));
  REQUIRE(writes.size() == 3);
  CHECK(writes[0].size() == 3);
  CHECK(writes[1].size() == 100);
  wire::TlsFlight flight;
  for (const std::string& write : writes) flight.feed(write);
  REQUIRE(flight.client_hello);
  CHECK_FALSE(flight.client_hello->malformed);
}

TEST_CASE("a flight goes out in the records asked for") {
  for (const std::string id : {"split-records", "shapes"}) {
    CAPTURE(id);
    const auto writes = writes_of(support::builtin_probe(id));
    REQUIRE(writes.size() == 1);
    wire::TlsRecordReader reader;
    reader.feed(writes[0]);
    CHECK(reader.next()->fragment.size() == 100);  // OpenSSL 1.0.2 refuses fewer than 6
    CHECK(reader.next()->fragment.size() == 100);
    CHECK(reader.next().has_value());
    CHECK_FALSE(reader.next().has_value());
  }
}

TEST_CASE("a server that answers early does not get the rest") {
  ConversationDriver driver(support::builtin_probe("split-segments"));
  play_to_tls(driver);
  REQUIRE_FALSE(driver.heard().empty());
  driver.say(std::string_view("\x15\x03\x01\x00\x02\x02\x0a", 7));
  CHECK(driver.ended());
  CHECK(driver.transcript().end == End::handshake_failed);
}

TEST_CASE("handshakes that carry more are completed all the same") {
  for (const std::string id : {"large-split", "large", "split-records", "split-segments", "alpn",
                               "unknown-sni", "p384", "tls12-no-ems-no-sni", "ecdhe-ecdsa"}) {
    CAPTURE(id);
    ConversationDriver driver(support::builtin_probe(id));
    play_to_tls(driver);
    for (int i = 0; i < 5; ++i) driver.pass_time(base::Milliseconds(300));
    driver.begin_tls(server());
    REQUIRE(driver.heard() == "QUIT\r\n");
    driver.say("221 bye\r\n");
    REQUIRE(driver.ended());
    const auto transcript = driver.transcript();
    CHECK(transcript.end == End::completed);
    CHECK(transcript.handshake_completed());
    CHECK_FALSE(transcript.dirty_close);
    if (id.substr(0, 5) == "large") CHECK(transcript.bytes_sent > 1700);
  }
}

}  // namespace
