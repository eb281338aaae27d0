// SPDX-License-Identifier: GPL-3.0-or-later
//
// Most of the session is tested by dialogues (tests/dialogues); here is what a dialogue cannot say.
#include "session/session.hpp"

#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "model/probe_json.hpp"
#include "support/conversation_driver.hpp"
#include "to_tls.hpp"

namespace {

using model::End;
using support::ConversationDriver;
using test::play_to_tls;

support::PeerOptions good_server() {
  support::PeerOptions options;
  options.credential = support::make_certificate({});
  return options;
}

model::Transcript play_to_the_end(ConversationDriver& driver, const support::PeerOptions& options) {
  play_to_tls(driver);
  driver.begin_tls(options);
  REQUIRE(driver.heard() == "EHLO probe.test\r\n");
  driver.say("250 mx.test\r\n");
  REQUIRE(driver.heard() == "QUIT\r\n");
  driver.say("221 bye\r\n");
  REQUIRE(driver.ended());
  return driver.transcript();
}

TEST_CASE("a whole STARTTLS conversation without a socket") {
  // Given OpenSSL as the server, with an intermediate to send along
  const auto root =
      support::make_certificate({.name = "Root", .issuer_name = {}, .ca = true, .key_usage = {}});
  support::PeerOptions options;
  options.credential = support::make_certificate({}, &root);
  options.chain = {root};
  ConversationDriver driver(support::builtin_probe("starttls"));
  // When the plain probe is played
  const model::Transcript transcript = play_to_the_end(driver, options);
  // Then it is all in the transcript
  CHECK(transcript.end == End::completed);
  REQUIRE(transcript.tls);
  CHECK(transcript.tls->completed);
  CHECK(transcript.tls->version() == wire::kTls13);
  CHECK(transcript.tls->certificates ==
        std::vector<std::string>{options.credential.certificate_der, root.certificate_der});
  CHECK(transcript.tls->client_hello->server_name == "mx.test");
  CHECK(transcript.bytes_sent > 300);
  CHECK(transcript.bytes_received > 600);
  // And the server saw our name and a clean end
  CHECK(driver.peer()->server_name() == "mx.test");
}

TEST_CASE("the ClientHello of the plain probe is a present-day sender's") {
  ConversationDriver driver(support::builtin_probe("starttls"));
  const model::Transcript transcript = play_to_the_end(driver, good_server());
  const wire::ClientHello& hello = *transcript.tls->client_hello;
  CHECK(hello.supported_versions == std::vector<std::uint16_t>{wire::kTls13, wire::kTls12});
  CHECK(hello.has(wire::kExtendedMasterSecret));
  CHECK(hello.has(wire::kRenegotiationInfo));
  CHECK(hello.has(wire::kSessionTicket));
  CHECK_FALSE(hello.has(
      wire::kStatusRequest));  // a response that cannot be validated ends wolfSSL's handshake
  REQUIRE_FALSE(hello.supported_groups.empty());
  CHECK(hello.supported_groups.front() == *wire::group_of("x25519"));
  CHECK(hello.key_share_groups == std::vector<std::uint16_t>{*wire::group_of("x25519")});
  for (const std::uint16_t suite : hello.cipher_suites) {
    const std::string_view name = wire::cipher_suite_name(suite);
    CAPTURE(name);
    CHECK(name != "unknown");
    CHECK_FALSE(wire::is_anonymous(suite));
    CHECK(name.find("NULL") == std::string_view::npos);
    CHECK(name.find("RC4") == std::string_view::npos);
  }
}

TEST_CASE("the legacy probe offers everything, what hides the certificate last") {
  ConversationDriver driver(support::builtin_probe("starttls-legacy"));
  support::PeerOptions options = good_server();
  options.max_version = "TLSv1.2";
  const model::Transcript transcript = play_to_the_end(driver, options);
  const auto& suites = transcript.tls->client_hello->cipher_suites;
  CHECK(suites.size() > 50);
  const auto anonymous = std::find_if(suites.begin(), suites.end(), wire::is_anonymous);
  REQUIRE(anonymous != suites.end());
  CHECK(std::all_of(anonymous, suites.end(), [](std::uint16_t suite) {
    return wire::is_anonymous(suite) || suite == 0x00ff;
  }));
  CHECK(transcript.tls->client_hello->supported_versions.empty());  // nothing about TLS 1.3
}

TEST_CASE("no SNI for an address") {
  for (const std::string name : {"192.0.2.1", "2001:db8::1", ""}) {
    CAPTURE(name);
    auto settings = ConversationDriver::default_settings();
    settings.server_names.mx_host = name;
    ConversationDriver driver(support::builtin_probe("starttls"), settings);
    const model::Transcript transcript = play_to_the_end(driver, good_server());
    CHECK_FALSE(transcript.tls->client_hello->has(wire::kServerName));
  }
}

TEST_CASE("a server that drips one octet at a time") {
  // Given
  ConversationDriver driver(support::builtin_probe("starttls"));
  driver.connect();
  for (const char octet : std::string("220 mx.test ESMTP\r\n")) driver.say({&octet, 1});
  CHECK(driver.heard() == "EHLO probe.test\r\n");
  for (const char octet : std::string("250-mx.test\r\n250 STARTTLS\r\n")) driver.say({&octet, 1});
  CHECK(driver.heard() == "STARTTLS\r\n");
  for (const char octet : std::string("220 go\r\n")) driver.say({&octet, 1});
  // When its TLS drips too
  support::TlsPeer peer(good_server());
  std::string hello = driver.heard();
  peer.received(hello);
  for (const char octet : peer.take_output()) driver.say_in_clear({&octet, 1});
  // Then we go on with the handshake as if nothing were odd
  const std::string finished = driver.heard();
  peer.received(finished);
  CHECK(peer.open());
}

TEST_CASE("the total limit ends what every single limit allows") {
  auto settings = ConversationDriver::default_settings();
  settings.total_limit = base::Milliseconds(50'000);
  ConversationDriver driver(support::builtin_probe("starttls"), settings);
  driver.connect();
  for (int i = 0; i < 10 && !driver.ended(); ++i) {
    driver.pass_time(base::Milliseconds(5'001));
    driver.say("220-not yet\r\n");
  }
  REQUIRE(driver.ended());
  const model::Transcript transcript = driver.transcript();
  CHECK(transcript.end == End::timeout);
  CHECK(transcript.stage == model::Stage::banner);
}

TEST_CASE("cancelled at each point of the conversation") {
  SUBCASE("while connecting") {
    ConversationDriver driver(support::builtin_probe("starttls"));
    driver.session().cancel(base::Instant(base::Milliseconds(1'000'001)));
    REQUIRE(driver.ended());
    const auto transcript = driver.transcript();
    CHECK(transcript.end == End::cancelled);
    CHECK_FALSE(transcript.dirty_close);
  }
  SUBCASE("while the EHLO reply is awaited: no QUIT into it") {
    ConversationDriver driver(support::builtin_probe("starttls"));
    driver.connect();
    driver.say("220 mx.test\r\n");
    CHECK(driver.heard() == "EHLO probe.test\r\n");
    driver.session().cancel(base::Instant(base::Milliseconds(1'000'001)));
    REQUIRE(driver.ended());
    CHECK(driver.heard().empty());
    CHECK(driver.transcript().dirty_close);
  }
  SUBCASE("in the handshake") {
    ConversationDriver driver(support::builtin_probe("starttls"));
    play_to_tls(driver);
    driver.session().cancel(base::Instant(base::Milliseconds(1'000'001)));
    REQUIRE(driver.ended());
    const auto transcript = driver.transcript();
    CHECK(transcript.end == End::cancelled);
    CHECK(transcript.stage == model::Stage::handshake);
    CHECK(transcript.dirty_close);
  }
}

TEST_CASE("events after the end change nothing") {
  ConversationDriver driver(support::builtin_probe("starttls"));
  driver.connect();
  driver.fin();
  REQUIRE(driver.ended());
  driver.say_in_clear("220 late\r\n");
  driver.fin();
  driver.reset(104);
  driver.pass_time(base::Milliseconds(100'000));
  const auto transcript = driver.transcript();
  CHECK(transcript.end == End::peer_closed);
  CHECK(transcript.events.empty());
}

TEST_CASE("clear text without end behind the 220 is limited") {
  ConversationDriver driver(support::builtin_probe("starttls"));
  play_to_tls(driver);
  for (int i = 0; i < 100; ++i) driver.say_in_clear(std::string(1000, 'x'));
  driver.fin();
  REQUIRE(driver.ended());
  const auto transcript = driver.transcript();
  CHECK(transcript.end == End::not_tls);
  std::size_t kept = 0;
  for (const model::Event& event : transcript.events) {
    if (const auto* stray = std::get_if<model::Stray>(&event.what)) kept += stray->text.size();
  }
  CHECK(kept <= 2 * session::Session::kMaxStray);
}

TEST_CASE("the client's name is put in wherever the probe says so") {
  const auto probe =
      model::read_probe(R"({"id": "twice", "purpose": "p", "tier": "audit", "steps": [
    {"reply": "greeting"},
    {"send": "ehlo", "text": "EHLO {client_name} {client_name}\r\n"},
    {"reply": "ehlo-reply"}]})",
                        "test");
  REQUIRE(probe.ok());
  auto settings = ConversationDriver::default_settings();
  settings.client_name = "{client_name}.test";  // and not in what was put in
  ConversationDriver driver(*probe, settings);
  driver.connect();
  driver.say("220 mx.test\r\n");
  CHECK(driver.heard() == "EHLO {client_name}.test {client_name}.test\r\n");
}

TEST_CASE("contexts of their own in every thread") {
  const support::PeerOptions options = good_server();
  std::vector<int> completed(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < completed.size(); ++t) {
    threads.emplace_back([&options, &completed, t] {
      for (int i = 0; i < 5; ++i) {
        ConversationDriver driver(
            support::builtin_probe(i % 2 == 0 ? "starttls" : "starttls-legacy"));
        completed[t] += play_to_the_end(driver, options).handshake_completed() ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(completed == std::vector<int>(4, 5));
}

}  // namespace
