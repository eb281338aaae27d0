// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/handshake.hpp"

#include <doctest/doctest.h>

#include "facts/facts.hpp"
#include "model/records.hpp"
#include "server_text.hpp"

namespace {

using model::Answer;
using model::KeyUsageRule;
using model::Sender;
using model::ServerName;
using senders::Hurdle;
using senders_test::outcome_of;
using senders_test::sender;
using senders_test::server;

Hurdle shake(const senders::Server& server, const Sender& sender) {
  return senders::handshake(server, sender, sender.without_policy);
}

Sender only(std::vector<std::uint16_t> versions) {
  Sender made = sender();
  made.hello.tls.versions = std::move(versions);
  return made;
}

Sender looking_at_key_usage(KeyUsageRule rule) {
  Sender made = sender();
  made.accepts.key_usage = rule;
  return made;
}

TEST_CASE("every fact that senders ask for is one of an endpoint") {
  const std::vector<model::Fact> all = facts::facts_of(model::EndpointRecord{});
  for (const std::string_view name : senders::facts_asked_for()) {
    CAPTURE(name);
    CHECK(model::find_fact(all, name) != nullptr);
  }
}

TEST_CASE("an ordinary sender and an ordinary server come together") {
  CHECK(shake(server(), sender()).is_passed());
}

TEST_CASE("a version that both have, or none") {
  CHECK(shake(server("tls1_3=no"), sender()).is_passed());
  const Hurdle old = shake(server("tls1_3=no tls1_2=no tls1_0 tls1_1"), sender());
  CHECK(old.passed == Answer::no);
  CHECK(old.property == "tls1_2");
  CHECK(old.reason == "it wants TLSv1.2 at least, which the server does not have");
  const Hurdle newer = shake(server("tls1_2=no"), only({0x0303, 0x0302}));
  CHECK(newer.property == "tls1_2");
  CHECK(newer.reason == "it has TLSv1.2 at most, and the server wants newer");
  const Hurdle strict = shake(server("tls1_3=no"), only({0x0304}));
  CHECK(strict.passed == Answer::no);
  CHECK(strict.property == "tls1_3");
  // Where either will do it does not matter which of them it is.
  CHECK(shake(server("tls1_3=unknown"), sender()).is_passed());
  CHECK(shake(server("tls1_3=unknown"), only({0x0304})).passed == Answer::unknown);
  CHECK(shake(server("tls1_3=unknown tls1_2=no"), only({0x0303})).passed == Answer::no);
}

TEST_CASE("who wants Extended Master Secret fails in TLS 1.2 without, and not in TLS 1.3") {
  Sender wanting = sender();
  wanting.accepts.extended_master_secret = true;
  CHECK(shake(server("ems_echoed=no"), wanting).is_passed());
  const Hurdle without = shake(server("tls1_3=no ems_echoed=no"), wanting);
  CHECK(without.passed == Answer::no);
  CHECK(without.property == "ems_echoed");
  CHECK(shake(server("tls1_3=no ems_echoed=unknown"), wanting).passed == Answer::unknown);
  CHECK(shake(server("tls1_3=no"), wanting).is_passed());
}

TEST_CASE("who wants RFC 5746 fails in TLS 1.2 without") {
  Sender wanting = sender();
  wanting.accepts.renegotiation_info = true;
  CHECK(shake(server("tls1_3=no renegotiation_info=no"), wanting).property == "renegotiation_info");
  CHECK(shake(server("renegotiation_info=no"), wanting).is_passed());
}

TEST_CASE("keyUsage matters for who looks at it, by what the key is used for") {
  const Sender gnutls = looking_at_key_usage(KeyUsageRule::always);
  const Sender openssl = looking_at_key_usage(KeyUsageRule::elliptic_keys);
  const Sender java = looking_at_key_usage(KeyUsageRule::where_verified);
  const std::string_view no_signature = "key_usage_allows_signature=no";
  CHECK(shake(server(no_signature), gnutls).property == "key_usage_allows_signature");
  CHECK(shake(server(no_signature), openssl).is_passed());
  CHECK(shake(server(no_signature), java).is_passed());
  const std::string_view elliptic =
      "tls1_3=no key_usage_allows_signature=no certificate_key_sound=256:secp256r1 "
      "kx_ecdhe_rsa=no kx_ecdhe_ecdsa kx_static_rsa=no";
  CHECK(shake(server(elliptic), openssl).passed == Answer::no);
  Sender verifying = java;
  verifying.without_policy.verifies = model::Verification::name_and_chain;
  CHECK(shake(server(no_signature), verifying).passed == Answer::no);
}

TEST_CASE("static RSA asks keyUsage for keyEncipherment") {
  const std::string_view static_rsa =
      "tls1_3=no cipher_suites_tls1_2=1:TLS_RSA_WITH_AES_128_GCM_SHA256 "
      "server_cipher_preference=no key_usage_allows_signature=no";
  const Sender gnutls = looking_at_key_usage(KeyUsageRule::always);
  CHECK(shake(server(static_rsa), gnutls).is_passed());
  const std::string other =
      std::string(static_rsa) + " key_usage_allows_signature key_usage_allows_encipherment=no";
  CHECK(shake(server(other), gnutls).property == "key_usage_allows_encipherment");
}

TEST_CASE("the suite is the server's first, or the hello's, and decides about the prime") {
  Sender wanting = sender();
  wanting.accepts.dh_bits = 2048;
  const std::string suites =
      "tls1_3=no dhe_at_least_2048=1024 "
      "cipher_suites_tls1_2=2:TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,"
      "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 ";
  const Hurdle own_order = shake(server(suites + "server_cipher_preference"), wanting);
  CHECK(own_order.passed == Answer::no);
  CHECK(own_order.property == "dhe_at_least_2048");
  CHECK(own_order.reason == "it wants a prime of 2048 bits, the server's has 1024");
  CHECK(shake(server(suites + "server_cipher_preference=no"), wanting).is_passed());
  CHECK(shake(server(suites + "server_cipher_preference=unknown"), wanting).passed ==
        Answer::unknown);
}

TEST_CASE("without a list of suites the kinds of key exchange tell, or nothing does") {
  const std::string_view plain = "tls1_3=no recommended_suite_tls1_2=no ";
  CHECK(shake(server(std::string(plain) + "kx_ecdhe_rsa=no kx_dhe=no kx_static_rsa=no"), sender())
            .passed == Answer::no);
  CHECK(shake(server(std::string(plain) + "kx_ecdhe_rsa=unknown kx_dhe=unknown "
                                          "kx_static_rsa=unknown"),
              sender())
            .passed == Answer::unknown);
  Sender one_suite = sender();
  one_suite.hello.tls.cipher_suites = {0xcca8};
  CHECK(shake(server(plain), one_suite).passed == Answer::unknown);
  CHECK(shake(server(plain), sender()).is_passed());
}

TEST_CASE("a group that both have, and a way to it") {
  Sender p521 = sender();
  p521.hello.tls.groups = {25};
  const std::string groups = "groups_tls1_3=2:x25519,secp256r1 groups_tls1_2=2:x25519,secp256r1 ";
  CHECK(shake(server(groups), p521).property == "groups_tls1_3");
  CHECK(shake(server(), p521).passed == Answer::unknown);
  Sender second = sender();
  second.hello.tls.groups = {25, 23};
  CHECK(shake(server(groups), second).is_passed());
  CHECK(shake(server(groups + "hello_retry_request=no"), second).property == "hello_retry_request");
  CHECK(shake(server(groups + "tls1_3=no"), p521).is_passed());  // by static RSA
  // The list of suites tells that there is no other way than an elliptic one.
  CHECK(shake(server(groups + "tls1_3=no cipher_suites_tls1_2=1:TLS_ECDHE_RSA_WITH_AES_256_GCM_"
                              "SHA384 server_cipher_preference"),
              p521)
            .passed == Answer::no);
}

TEST_CASE("an elliptic certificate wants its curve among the groups up to TLS 1.2") {
  Sender x25519 = sender();
  x25519.hello.tls.groups = {29};
  const std::string ecdsa =
      "certificate_key_sound=384:secp384r1 kx_ecdhe_rsa=no kx_ecdhe_ecdsa kx_static_rsa=no "
      "kx_dhe=no ";
  CHECK(shake(server(ecdsa), x25519).is_passed());
  CHECK(shake(server(ecdsa + "tls1_3=no"), x25519).passed == Answer::no);
}

TEST_CASE("signatures that the sender cannot check") {
  Sender no_edwards = sender();
  no_edwards.hello.form.signature_algorithms = {0x0403, 0x0804, 0x0401};
  CHECK(shake(server("certificate_key_sound=256:Ed25519"), no_edwards).property ==
        "certificate_key_sound");
  CHECK(shake(server("certificate_key_sound=256:secp256r1"), no_edwards).is_passed());
  CHECK(shake(server("certificate_key_sound=384:secp384r1"), no_edwards).passed == Answer::no);
}

TEST_CASE("a key for RSASSA-PSS alone wants schemes of its own") {
  Sender common = sender();
  common.hello.form.signature_algorithms = {0x0804, 0x0401};
  const auto pss = server("certificate_key_sound=2048:RSA-PSS");
  CHECK(shake(pss, common).property == "certificate_key_sound");
  common.hello.form.signature_algorithms.push_back(0x0809);
  CHECK(shake(pss, common).is_passed());
}

TEST_CASE("before TLS 1.2 a signature is made with SHA-1") {
  Sender modern = only({0x0303, 0x0302, 0x0301});
  modern.hello.form.signature_algorithms = {0x0403, 0x0804, 0x0401};
  const std::string old = "tls1_3=no tls1_2=no tls1_1=no tls1_0 ";
  const std::string with =
      "cipher_suites_tls1_0=2:TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,"
      "TLS_RSA_WITH_AES_128_CBC_SHA server_cipher_preference";
  CHECK(shake(server(old + with), modern).property == "tls1_2");
  CHECK(shake(server(old + "cipher_suites_tls1_0=1:TLS_RSA_WITH_AES_128_CBC_SHA"), modern)
            .is_passed());
  modern.hello.form.signature_algorithms.push_back(0x0201);
  CHECK(shake(server(old + with), modern).is_passed());
}

TEST_CASE("a key that is too short") {
  Sender wanting = sender();
  wanting.accepts.rsa_bits = 3072;
  const Hurdle hurdle = shake(server(), wanting);
  CHECK(hurdle.passed == Answer::no);
  CHECK(hurdle.reason == "it wants an RSA key of 3072 bits, the server's has 2048");
  CHECK(shake(server("certificate_key_sound=256:secp256r1"), wanting).is_passed());
}

TEST_CASE("who names no server, who sends a large hello, who offers protocols") {
  Sender nameless = sender();
  nameless.hello.tls.server_name = ServerName::none;
  CHECK(shake(server("sni_required"), nameless).property == "sni_required");
  CHECK(shake(server("sni_required"), sender()).is_passed());
  CHECK(shake(server("sni_required=unknown"), nameless).passed == Answer::unknown);
  model::Treatment with_name;
  with_name.server_name = ServerName::mx_host;
  CHECK(senders::handshake(server("sni_required"), nameless, with_name).is_passed());
  Sender hybrid = sender();
  hybrid.hello.tls.groups = {0x11ec, 29};
  hybrid.hello.tls.key_shares = {{0x11ec, 29}};
  CHECK(shake(server("large_hello_tolerated=no"), hybrid).property == "large_hello_tolerated");
  CHECK(shake(server(), hybrid).is_passed());
  Sender protocols = sender();
  protocols.hello.tls.alpn_protocols = {"smtp"};
  CHECK(shake(server("alpn_enforced"), protocols).property == "alpn_enforced");
}

constexpr std::string_view kNoVersion =
    "starttls_works=no tls1_3=unknown tls1_2=unknown tls1_1=unknown tls1_0=unknown ssl3=unknown ";

TEST_CASE("a server that answers no hello at all answers nobody's") {
  const Hurdle dead = shake(server(kNoVersion, outcome_of("handshake.alert")), sender());
  CHECK(dead.passed == Answer::no);
  CHECK(dead.property == "starttls_works");
  CHECK(dead.reason == "no handshake of any kind comes through");
}

TEST_CASE("one that refuses ordinary senders alone may take what they do not have") {
  const auto rare = server(std::string(kNoVersion) + "tls1_2", outcome_of("handshake.alert"));
  CHECK(shake(rare, sender()).passed == Answer::no);
  Sender more = sender();
  more.hello.tls.cipher_suites.push_back(0xc076);  // Camellia
  CHECK(shake(rare, more).passed == Answer::unknown);
}

TEST_CASE("what our side refused says nothing of others") {
  model::MergedOutcome ours = outcome_of("handshake.client_alert");
  ours.attribution = model::Attribution::client;
  CHECK(shake(server("starttls_works=no", ours), sender()).is_passed());
}

TEST_CASE("without lists, a server that prefers forward secrecy uses the key to sign") {
  const Sender gnutls = looking_at_key_usage(KeyUsageRule::always);
  const std::string unlisted =
      "tls1_3=no recommended_suite_tls1_2=no key_usage_allows_encipherment=no ";
  CHECK(shake(server(unlisted), gnutls).passed == Answer::unknown);
  CHECK(shake(server(unlisted + "forward_secrecy"), gnutls).is_passed());
}

TEST_CASE("anonymous Diffie-Hellman has a prime too") {
  Sender wanting = sender();
  wanting.accepts.dh_bits = 1024;
  wanting.hello.tls.cipher_suites = {0x00a7};
  const std::string suites =
      "tls1_3=no dhe_at_least_2048=512 cipher_suites_tls1_2=1:TLS_DH_anon_WITH_AES_256_GCM_SHA384";
  CHECK(shake(server(suites), wanting).property == "dhe_at_least_2048");
}

TEST_CASE("a doubt in front of a certain failure does not save the sender") {
  Sender nameless = only({0x0304});
  nameless.hello.tls.server_name = ServerName::none;
  CHECK(shake(server("sni_required=unknown tls1_3=no"), nameless).passed == Answer::no);
}

}  // namespace
