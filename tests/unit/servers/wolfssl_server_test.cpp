// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/wolfssl_server.hpp"

#include <doctest/doctest.h>

#include "handshake.hpp"
#include "support/test_keys.hpp"

namespace {

using support::WolfsslOptions;
using support::WolfsslServer;

WolfsslOptions with_rsa(const std::string& min_version, const std::string& max_version,
                        const std::string& ciphers = {}) {
  WolfsslOptions options;
  options.credential = support::make_certificate({.key_pem = support::test_rsa_key(2048)});
  options.min_version = min_version;
  options.max_version = max_version;
  options.ciphers = ciphers;
  return options;
}

TEST_CASE("wolfSSL: TLS 1.0 with static RSA") {
  WolfsslServer server(with_rsa("ssl3", "tls1.0", "AES128-SHA"));
  const Played played = play(server, everything(wire::kTls10, wire::kTls12));
  CHECK(whole(played));
  CHECK(played.log.version() == wire::kTls10);
  CHECK(played.log.server_hello->cipher_suite == 0x002f);
}

// Static RSA with 3DES or RC4 is all that it has there.
TEST_CASE("wolfSSL: SSLv3") {
  for (const std::string ciphers : {"DES-CBC3-SHA", "RC4-SHA", "RC4-MD5"}) {
    CAPTURE(ciphers);
    WolfsslServer server(with_rsa("ssl3", "ssl3", ciphers));
    const Played played = play(server, everything(wire::kSsl30, wire::kTls12));
    CHECK(whole(played));
    CHECK(played.log.version() == wire::kSsl30);
  }
}

TEST_CASE("wolfSSL: the versions of today") {
  for (const std::uint16_t version : {wire::kTls13, wire::kTls12}) {
    CAPTURE(version);
    WolfsslServer server(with_rsa("tls1.2", version == wire::kTls13 ? "tls1.3" : "tls1.2"));
    const Played played = play(server, {});
    CHECK(whole(played));
    CHECK(played.log.version() == version);
  }
}

TEST_CASE("wolfSSL: an old client is refused with an alert") {
  WolfsslServer server(with_rsa("tls1.2", "tls1.2"));
  const Played played = play(server, everything(wire::kTls10, wire::kTls10));
  CHECK(server.failed());
  REQUIRE_FALSE(played.log.alerts.empty());
  CHECK(played.log.alerts.front().from_server);
}

TEST_CASE("wolfSSL: what the program cannot use is an exception, not a silence") {
  WolfsslOptions options = with_rsa("tls1.2", "tls1.3");
  options.credential.key_pem = "none";
  WolfsslServer server(options);
  CHECK_THROWS(server.received("hello"));
}

}  // namespace
