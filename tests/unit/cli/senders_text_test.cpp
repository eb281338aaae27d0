// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/senders_text.hpp"

#include <doctest/doctest.h>

#include "model/sender_json.hpp"
#include "support/printed.hpp"

namespace {

using model::Confidence;
using model::Delivery;
using model::Sender;

Sender sender_of(const std::string& id, const std::string& software) {
  Sender sender;
  sender.id = id;
  sender.name = "Name of " + id;
  sender.software = software;
  sender.hello.kind = model::Step::Kind::hello;
  sender.without_policy.handshake_failure = Delivery::clear_reconnect;
  sender.sources = {{"It is so.", "a/file.c", Confidence::read}};
  return sender;
}

std::vector<Sender> builtin() {
  const auto senders = model::read_builtin_senders();
  REQUIRE_MESSAGE(senders.ok(), (senders.ok() ? "" : senders.error().message));
  return *senders;
}

TEST_CASE("senders stand under their software, with what they do without a policy") {
  Sender second = sender_of("b", "Two");
  second.dane = model::Treatment{};
  second.without_policy.verifies = model::Verification::name_and_chain;
  second.without_policy.not_offered = Delivery::defer_until_expiry;
  second.sources.push_back({"x", "y", Confidence::assumed});
  const std::string text =
      cli::senders_text({sender_of("a", "One"), second, sender_of("c", "One")});
  const std::size_t table = text.find("      verifies ");
  REQUIRE(table != std::string::npos);
  CHECK(
      text.substr(table) ==
      "      verifies          DANE  MTA-STS  not offered         handshake failure   confidence\n"
      "\n"
      "One\n"
      "  a                         Name of a\n"
      "      nothing           no    no       clear_same_session  clear_reconnect     read\n"
      "  c                         Name of c\n"
      "      nothing           no    no       clear_same_session  clear_reconnect     read\n"
      "\n"
      "Two\n"
      "  b                         Name of b\n"
      "      name_and_chain    yes   no       defer_until_expiry  clear_reconnect     assumed\n");
}

TEST_CASE("every built-in sender is in the list once, and no line is wider than 100 columns") {
  const auto senders = builtin();
  const std::string text = cli::senders_text(senders);
  for (const Sender& sender : senders) {
    CAPTURE(sender.id);
    CHECK(printed::count(text, "\n  " + sender.id + " ") == 1);
    const std::string described = cli::sender_text(sender);
    CHECK(printed::widest_line(described) <= 100);
    for (const model::Source& source : sender.sources)
      CHECK(printed::has(described, "  source    " + std::string(to_string(source.confidence))));
  }
  CHECK(printed::widest_line(text) <= 100);
}

TEST_CASE("one sender is told with its hello, what it wants, what it does and its sources") {
  Sender sender = sender_of("a", "One");
  sender.hello.tls.versions = {wire::kTls13, wire::kTls12};
  sender.hello.tls.cipher_suites = {0x1301, 0xc02f};
  sender.hello.tls.groups = {29, 23};
  sender.hello.tls.key_shares = {29};
  sender.hello.tls.server_name = model::ServerName::none;
  sender.hello.form.signature_algorithms = {0x0403, 0xfe01};
  sender.hello.tls.session_ticket = false;
  sender.accepts.renegotiation_info = true;
  sender.accepts.key_usage = model::KeyUsageRule::always;
  sender.accepts.dh_bits = 1024;
  sender.dane = model::Treatment{};
  sender.dane->verifies = model::Verification::dane;
  sender.dane->server_name = model::ServerName::mx_host;
  sender.dane->certificate_failure = Delivery::next_mx;
  sender.dane->accepts = model::Acceptance{};
  sender.dane->accepts->verified_rsa_bits = 2048;
  sender.queue.lifetime_hours = 96;
  sender.queue.most_addresses = 3;
  sender.queue.most_sessions = 2;
  sender.queue.greeting_5xx = Delivery::bounce;
  const std::string text = cli::sender_text(sender);
  for (const std::string_view part :
       {"a   read\n", "  is        Name of a\n", "  software  One\n",
        "octets, TLSv1.3, TLSv1.2, server_name none\n",
        "  suites    2: TLS_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n",
        "  groups    x25519, secp256r1\n", "  shares    x25519\n",
        "  signature ecdsa_secp256r1_sha256, 0xfe01\n",
        "  sends     extended_master_secret, no session_ticket, renegotiation_info, no\n"
        "            status_request\n",
        "  accepts   extended_master_secret optional, renegotiation_info required;\n"
        "            keyUsage must fit; an RSA key of any size, a DH prime of 1024 bits\n"
        "            or more; where it verifies, RSA keys of any size, SHA-1 too\n"
        "            DANE: extended_master_secret optional, renegotiation_info optional;\n"
        "            keyUsage is ignored; an RSA key of any size, a DH prime of any size;\n"
        "            where it verifies, RSA keys of 2048 bits or more, SHA-1 too\n",
        "  queue     returned after 96 hours; 3 addresses in one attempt, 2 that greeted;\n"
        "            greeted with 5xx: bounce\n",
        "                       without policy      DANE                MTA-STS             "
        "enforcing\n"
        "  verifies             nothing             dane                -                   -\n"
        "  server_name          none                mx_host             -                   -\n",
        "  certificate_failure  tls_unauth          next_mx             -                   -\n",
        "  source    read: It is so. [a/file.c]\n"}) {
    CAPTURE(text);
    CHECK_MESSAGE(printed::has(text, part), part);
  }
}

TEST_CASE("when a message goes out in clear is said of a sender that waits for it") {
  Sender sender = sender_of("a", "One");
  sender.queue.clear_after_minutes = 5;
  CHECK_FALSE(printed::has(cli::sender_text(sender), "in clear after"));
  sender.enforcing = model::Treatment{};
  sender.enforcing->starttls_broken = Delivery::clear_after_age;
  CHECK(printed::has(cli::sender_text(sender), "; in clear after 5 minutes;"));
}

}  // namespace
