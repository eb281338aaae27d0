// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <doctest/doctest.h>

#include "handshake.hpp"
#include "support/test_keys.hpp"
#include "support/tls_peer.hpp"

namespace {

using support::CertificateWish;
using support::PeerOptions;
using support::TlsPeer;

PeerOptions with_rsa(unsigned bits = 2048) {
  PeerOptions options;
  options.credential = support::make_certificate({.key_pem = support::test_rsa_key(bits)});
  return options;
}

PeerOptions tls12(PeerOptions options = with_rsa()) {
  options.max_version = "TLSv1.2";
  return options;
}

Played played(const PeerOptions& options, const model::TlsOffer& offer = {},
              const std::string& server_name = "mx.test") {
  TlsPeer server(options);
  return play(server, offer, server_name);
}

bool heard_alert(const Played& with, int description) {
  return std::any_of(with.log.alerts.begin(), with.log.alerts.end(), [&](const auto& seen) {
    return seen.from_server && seen.alert.description == description;
  });
}

TEST_CASE("OpenSSL: TLS 1.3 and TLS 1.2") {
  const Played newest = played(with_rsa());
  CHECK(whole(newest));
  CHECK(newest.log.version() == wire::kTls13);
  const Played older = played(tls12());
  CHECK(whole(older));
  CHECK(older.log.version() == wire::kTls12);
}

TEST_CASE("OpenSSL: keys of every size and kind") {
  for (const unsigned bits : {512U, 768U, 1024U, 3072U, 4096U, 8192U}) {
    CAPTURE(bits);
    PeerOptions options = tls12(with_rsa(bits));
    options.ciphers = "kRSA:@SECLEVEL=0";
    CHECK(whole(played(options, everything(wire::kTls12, wire::kTls12))));
  }
  for (const char* type : {"P-256", "P-384", "P-521", "Ed25519", "Ed448"}) {
    CAPTURE(type);
    PeerOptions options;
    options.credential = support::make_certificate({.key_type = type});
    CHECK(whole(played(options)));
  }
}

TEST_CASE("OpenSSL: Diffie-Hellman of a given size, and none") {
  for (const unsigned bits : {512U, 1024U, 2048U, 4096U}) {
    CAPTURE(bits);
    PeerOptions options = tls12();
    options.ciphers = "kDHE:@SECLEVEL=0";
    options.dhe = std::to_string(bits);
    const Played with = played(options, everything(wire::kTls12, wire::kTls12));
    CHECK(whole(with));
    REQUIRE(with.log.server_key_exchange);
    CHECK(with.log.server_key_exchange->dh_prime_bits == bits);
  }
  PeerOptions options = tls12();
  options.ciphers = "kDHE:@SECLEVEL=0";
  options.dhe = "none";
  CHECK(heard_alert(played(options, everything(wire::kTls12, wire::kTls12)), 40));
}

TEST_CASE("OpenSSL: its suites, groups and order") {
  PeerOptions options = tls12();
  options.ciphers = "ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-GCM-SHA384";
  options.groups = "P-384";
  options.server_preference = true;
  Played with = played(options);
  CHECK(whole(with));
  CHECK(with.log.server_hello->cipher_suite == 0xc027);
  CHECK(with.log.server_key_exchange->named_curve == *wire::group_of("secp384r1"));
  options.server_preference = false;
  with = played(options);
  CHECK(with.log.server_hello->cipher_suite == 0xc030);
  options = with_rsa();
  options.ciphersuites = "TLS_CHACHA20_POLY1305_SHA256";
  CHECK(played(options).log.server_hello->cipher_suite == 0x1303);
}

TEST_CASE("OpenSSL: extensions that it leaves away") {
  PeerOptions options = tls12();
  CHECK(played(options).log.session_ticket);
  options.session_tickets = false;
  options.extended_master_secret = false;
  const Played with = played(options);
  CHECK(whole(with));
  CHECK_FALSE(with.log.session_ticket);
  CHECK_FALSE(with.log.server_hello->has(wire::kExtendedMasterSecret));
}

TEST_CASE("OpenSSL: a security level refuses what is weak") {
  PeerOptions options = tls12();
  options.ciphers = "ALL:@SECLEVEL=0";
  CHECK(whole(played(options, everything(wire::kTls10, wire::kTls10))));
  options.security_level = 2;
  CHECK(played(options, everything(wire::kTls10, wire::kTls10)).state ==
        session::TlsClient::State::failed);
}

TEST_CASE("OpenSSL: an RSA and an ECDSA certificate on one server") {
  PeerOptions options = tls12();
  options.more_identities = {{support::make_certificate({})}};
  options.ciphers = "aECDSA";
  CHECK(played(options).log.certificates.front() ==
        options.more_identities.front().credential.certificate_der);
  options.ciphers = "aRSA";
  CHECK(played(options).log.certificates.front() == options.credential.certificate_der);
}

TEST_CASE("OpenSSL: a certificate by server name, and clients that name none") {
  // Given
  PeerOptions options = with_rsa();
  const auto ca = support::make_certificate({.name = "CA", .ca = true});
  options.by_server_name = {
      {support::make_certificate({.name = "other.test"}, &ca), {ca}, "other.test"}};
  model::TlsOffer silent;
  silent.server_name = model::ServerName::none;
  // When it serves everybody
  CHECK(played(options, {}, "other.test").log.certificates ==
        std::vector<std::string>{options.by_server_name[0].credential.certificate_der,
                                 ca.certificate_der});
  CHECK(played(options).log.certificates.front() == options.credential.certificate_der);
  CHECK(played(options, silent).log.certificates.front() == options.credential.certificate_der);
  // When it insists on a name
  options.without_server_name = PeerOptions::NoName::alert;
  CHECK(heard_alert(played(options, silent), 112));
  CHECK(whole(played(options)));
  options.unknown_server_name = PeerOptions::NoName::alert;
  CHECK(heard_alert(played(options), 112));
  // When it does so without a word
  options.without_server_name = PeerOptions::NoName::abort;
  TlsPeer server(options);
  const Played with = play(server, silent);
  CHECK(server.failed());
  CHECK(with.log.alerts.empty());
  CHECK(with.state == session::TlsClient::State::handshaking);
}

TEST_CASE("OpenSSL: what a certificate can be asked to say") {
  CertificateWish wish;
  wish.key_pem = support::test_rsa_key(1024);
  wish.more_names = {"*.mx.test", "mail.test"};
  wish.extended_key_usage = "clientAuth";
  wish.key_usage = "digitalSignature";
  wish.signature_digest = "SHA1";
  PeerOptions options;
  options.credential = support::make_certificate(wish);
  const Played with = played(options);
  CHECK(whole(with));
  CHECK(with.log.certificates.front() == options.credential.certificate_der);
  CHECK(options.credential.certificate_der.find("*.mx.test") != std::string::npos);
  CHECK_THROWS(support::make_certificate({.signature_digest = "SHA0"}));
}

}  // namespace
