// SPDX-License-Identifier: GPL-3.0-or-later
//
// Visits of real TLS servers in memory, with the senders' own hellos behind the usual probes.
#include "senders/confirmation.hpp"

#include <memory>

#include <doctest/doctest.h>

#include "server_text.hpp"
#include "support/conversation_driver.hpp"
#include "support/test_keys.hpp"
#include "support/tls_peer.hpp"
#include "support/whole_conversation.hpp"

namespace {

using model::Sender;
using senders::Agreement;
using senders::Confirmation;

const model::Probe& plain() { return support::builtin_probe("starttls"); }

Sender named(std::string id) {
  Sender made = senders_test::sender();
  made.id = std::move(id);
  return made;
}

Sender only_tls13() {
  Sender made = named("only-tls13");
  made.hello.tls.versions = {wire::kTls13};
  return made;
}

// The same certificate every time: another one would be another server.
support::PeerOptions tls12_server() {
  static const support::Credential kCredential =
      support::make_certificate({.key_pem = support::test_rsa_key(2048)});
  support::PeerOptions options;
  options.credential = kCredential;
  options.max_version = "TLSv1.2";
  return options;
}

class Visit {
 public:
  void play(const support::PeerOptions& server, const model::Probe& probe) {
    record.conversations.push_back(
        {support::whole_conversation(probe, std::make_unique<support::TlsPeer>(server)),
         std::nullopt});
  }
  void play(const support::PeerOptions& server, std::initializer_list<const char*> probes) {
    for (const char* probe : probes) play(server, support::builtin_probe(probe));
  }
  void play_own(const support::PeerOptions& server, const std::vector<Sender>& all) {
    for (const model::Probe& probe : senders::own_hellos(plain(), all)) play(server, probe);
  }

  model::EndpointRecord record{};
};

// What the probes before and behind the senders' hellos show, at one server.
constexpr auto kBefore = {"starttls", "tls13", "tls12", "tls12-extras"};

Visit visit_of(const support::PeerOptions& server, const std::vector<Sender>& all) {
  Visit visit;
  visit.play(server, kBefore);
  visit.play_own(server, all);
  visit.play(server, {"starttls"});
  return visit;
}

TEST_CASE("a sender's own hello is played behind STARTTLS") {
  Sender sender = named("example");
  sender.name = "Example 1.0";
  sender.hello.tls.cipher_suites = {0xc02f};
  sender.without_policy.server_name = model::ServerName::none;
  const std::vector<model::Probe> probes = senders::own_hellos(plain(), {sender});
  REQUIRE(probes.size() == 1);
  CHECK(probes[0].id == "sender-example");
  CHECK(probes[0].purpose == "The ClientHello of Example 1.0.");
  const model::Step& last = probes[0].steps.back();
  CHECK(last.kind == model::Step::Kind::hello);
  CHECK(last.name == model::tls_step(plain())->name);
  CHECK(last.stage == model::Stage::handshake);
  CHECK(last.within == model::tls_step(plain())->within);
  CHECK(last.tls.cipher_suites == std::vector<std::uint16_t>{0xc02f});
  CHECK(last.tls.server_name == model::ServerName::none);
}

TEST_CASE("a hello of a treatment's own is that which is sent") {
  Sender sender = named("example");
  sender.without_policy.hello = sender.hello;
  sender.without_policy.hello->tls.versions = {wire::kTls12};
  const std::vector<model::Probe> probes = senders::own_hellos(plain(), {sender});
  REQUIRE(probes.size() == 1);
  CHECK(probes[0].steps.back().tls.versions == std::vector<std::uint16_t>{wire::kTls12});
}

TEST_CASE("senders with the same hello share a conversation, and each has its own result") {
  Sender strict = named("strict");
  strict.accepts.rsa_bits = 4096;
  const std::vector<Sender> all{named("lenient"), strict, only_tls13()};
  const std::vector<model::Probe> probes = senders::own_hellos(plain(), all);
  REQUIRE(probes.size() == 2);
  CHECK(probes[0].id == "sender-lenient");
  CHECK(probes[1].id == "sender-only-tls13");
  const std::vector<Confirmation> confirmed =
      senders::confirmations_of(visit_of(tls12_server(), all).record, all);
  REQUIRE(confirmed.size() == 3);
  CHECK(confirmed[0].sender == "lenient");
  CHECK(confirmed[0].agreement == Agreement::agrees);
  CHECK(confirmed[0].observed == "a handshake");
  CHECK(confirmed[1].sender == "strict");
  CHECK(confirmed[1].agreement == Agreement::agrees);
  CHECK(confirmed[1].observed == "it wants an RSA key of 4096 bits, the server's has 2048");
}

TEST_CASE("a hello that differs in its form alone is sent for itself") {
  Sender other = named("other");
  other.hello.form.renegotiation_info = false;
  Sender split = named("split");
  split.hello.flight.records = {40};
  CHECK(senders::own_hellos(plain(), {named("one"), other, split}).size() == 3);
}

TEST_CASE("a handshake that fails as predicted") {
  const std::vector<Confirmation> confirmed =
      senders::confirmations_of(visit_of(tls12_server(), {only_tls13()}).record, {only_tls13()});
  REQUIRE(confirmed.size() == 1);
  CHECK(confirmed[0].agreement == Agreement::agrees);
  CHECK(confirmed[0].predicted == "it wants TLSv1.3 at least, which the server does not have");
  CHECK(confirmed[0].observed == "alert protocol_version(70)");
}

TEST_CASE("a server that is another one for the sender is not what was predicted") {
  support::PeerOptions newer = tls12_server();
  newer.max_version = "TLSv1.3";
  Visit visit;
  visit.play(tls12_server(), kBefore);
  visit.play_own(newer, {only_tls13()});
  visit.play(tls12_server(), {"starttls"});
  const std::vector<Confirmation> confirmed =
      senders::confirmations_of(visit.record, {only_tls13()});
  REQUIRE(confirmed.size() == 1);
  CHECK(confirmed[0].agreement == Agreement::disagrees);
  CHECK(confirmed[0].predicted == "it wants TLSv1.3 at least, which the server does not have");
  CHECK(confirmed[0].observed == "a handshake");
}

TEST_CASE("without Extended Master Secret, seen and predicted") {
  Sender strict = named("strict");
  strict.accepts.extended_master_secret = true;
  support::PeerOptions without = tls12_server();
  without.extended_master_secret = false;
  const std::vector<Confirmation> confirmed =
      senders::confirmations_of(visit_of(without, {strict}).record, {strict});
  REQUIRE(confirmed.size() == 1);
  CHECK(confirmed[0].agreement == Agreement::agrees);
  CHECK(confirmed[0].observed == "Extended Master Secret is not answered");
}

TEST_CASE("what was not predicted is open, whatever is observed") {
  Visit visit;
  visit.play_own(tls12_server(), {named("example")});
  const std::vector<Confirmation> confirmed =
      senders::confirmations_of(visit.record, {named("example")});
  REQUIRE(confirmed.size() == 1);
  CHECK(confirmed[0].agreement == Agreement::open);
  CHECK(confirmed[0].predicted == "which versions the server has is not known");
  CHECK(confirmed[0].observed == "a handshake");
}

TEST_CASE("silence proves nothing without a control behind it") {
  Visit visit;
  visit.play(tls12_server(), kBefore);
  visit.play_own(tls12_server(), {only_tls13()});
  model::Transcript& last = visit.record.conversations.back().transcript;
  last.tls->alerts.clear();
  last.end = model::End::peer_closed;
  const auto agreement = [&visit] {
    return senders::confirmations_of(visit.record, {only_tls13()}).front().agreement;
  };
  CHECK(agreement() == Agreement::open);
  visit.play(tls12_server(), {"starttls"});
  CHECK(agreement() == Agreement::agrees);
}

TEST_CASE("a sender whose hello was not sent") {
  Visit visit;
  visit.play(tls12_server(), {"starttls"});
  const std::vector<Confirmation> confirmed =
      senders::confirmations_of(visit.record, {named("example")});
  REQUIRE(confirmed.size() == 1);
  CHECK(confirmed[0].agreement == Agreement::not_played);
  CHECK(confirmed[0].sender == "example");
}

}  // namespace
