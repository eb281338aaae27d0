// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/gnutls_server.hpp"

#include <doctest/doctest.h>

#include "handshake.hpp"
#include "support/test_keys.hpp"

namespace {

using support::GnutlsOptions;
using support::GnutlsServer;

GnutlsOptions with_rsa(const std::string& priority) {
  GnutlsOptions options;
  options.credentials = {support::make_certificate({.key_pem = support::test_rsa_key(2048)})};
  options.priority = priority;
  return options;
}

TEST_CASE("GnuTLS: TLS 1.3 and TLS 1.2") {
  for (const std::uint16_t version : {wire::kTls13, wire::kTls12}) {
    CAPTURE(version);
    GnutlsServer server(
        with_rsa(version == wire::kTls13 ? "NORMAL" : "NORMAL:-VERS-ALL:+VERS-TLS1.2"));
    const Played played = play(server, {});
    CHECK(whole(played));
    CHECK(played.log.version() == version);
    CHECK(server.failure().empty());
  }
}

TEST_CASE("GnuTLS: TLS 1.0 with static RSA") {
  GnutlsServer server(with_rsa("LEGACY:-VERS-ALL:+VERS-TLS1.0:-KX-ALL:+RSA"));
  const Played played = play(server, everything(wire::kTls10, wire::kTls12));
  CHECK(whole(played));
  CHECK(played.log.version() == wire::kTls10);
  CHECK_FALSE(played.log.server_key_exchange);
}

TEST_CASE("GnuTLS: a server from before renegotiation_info and the extended master secret") {
  GnutlsServer server(
      with_rsa("NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION:%NO_SESSION_HASH"));
  const Played played = play(server, {});
  CHECK(whole(played));
  CHECK_FALSE(played.log.server_hello->has(wire::kRenegotiationInfo));
  CHECK_FALSE(played.log.server_hello->has(wire::kExtendedMasterSecret));
}

TEST_CASE("GnuTLS: Diffie-Hellman of its own") {
  for (const unsigned bits : {1024U, 2048U}) {
    CAPTURE(bits);
    GnutlsOptions options =
        with_rsa("NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA:-GROUP-ALL:%PROFILE_VERY_WEAK");
    options.dh_bits = bits;
    GnutlsServer server(options);
    const Played played = play(server, everything(wire::kTls12, wire::kTls12));
    CAPTURE(server.failure());
    CHECK(whole(played));
    REQUIRE(played.log.server_key_exchange);
    CHECK(played.log.server_key_exchange->dh_prime_bits == bits);
  }
}

TEST_CASE("GnuTLS: the certificate that suits the client, and a request for the client's") {
  for (const char* priority : {"NORMAL:-VERS-ALL:+VERS-TLS1.2:-ECDHE-ECDSA",
                               "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA"}) {
    GnutlsOptions options = with_rsa(priority);
    options.credentials.push_back(support::make_certificate({}));
    options.request_client_certificate = true;
    GnutlsServer server(options);
    const Played played = play(server, {});
    CHECK(whole(played));
    CHECK(played.log.certificate_request);
    const bool rsa = std::string(priority).ends_with("-ECDHE-ECDSA");
    CHECK(played.log.certificates.front() == options.credentials[rsa ? 0 : 1].certificate_der);
  }
}

TEST_CASE("GnuTLS: nothing in common, and it says so") {
  GnutlsServer server(with_rsa("LEGACY:-VERS-ALL:+VERS-TLS1.0"));
  const Played played = play(server, {});
  CHECK(server.failed());
  CHECK_FALSE(server.failure().empty());
  REQUIRE_FALSE(played.log.alerts.empty());  // our client answers it with its own
  CHECK(played.log.alerts.front().from_server);
  CHECK(played.log.alerts.front().alert.description == 70);
}

TEST_CASE("GnuTLS: a priority that it does not understand") {
  CHECK_THROWS(GnutlsServer(with_rsa("NORMAL:+NONSENSE")));
}

}  // namespace
