// SPDX-License-Identifier: GPL-3.0-or-later
//
// A TLS server in memory, by OpenSSL: the other side of a handshake in tests, written by other
// people than the client under test.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/certificate_maker.hpp"
#include "support/tls_server.hpp"

namespace support {

// A certificate, its key, and what is sent behind it.
struct Identity {
  Credential credential;
  std::vector<Credential> chain = {};
  std::string server_name = {};  // in by_server_name: for clients that ask for this one
};

struct PeerOptions {
  // What to do with a client that names no server (SNI), or one that is not known.
  enum class NoName : unsigned char {
    serve,  // the ordinary certificate
    alert,  // unrecognized_name (RFC 6066 section 3), fatal
    abort,  // not a word: failed() with no output
  };

  Credential credential;
  std::vector<Credential> chain;      // sent behind the own certificate
  std::string min_version = "TLSv1";  // "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"
  std::string max_version = "TLSv1.3";
  std::string ciphers = "ALL:@SECLEVEL=0";  // up to TLS 1.2
  bool extended_master_secret = true;
  bool request_client_certificate = false;
  bool require_client_certificate = false;

  std::vector<Identity> more_identities = {};  // of other key types: one of each type is kept
  std::vector<Identity> by_server_name = {};   // instead of all of the above
  NoName without_server_name = NoName::serve;
  NoName unknown_server_name = NoName::serve;  // not in by_server_name

  std::optional<int> security_level = {};  // wins over that of `ciphers`
  std::string ciphersuites = {};           // of TLS 1.3; empty: OpenSSL's own
  std::string groups = {};                 // "P-256:X25519"; empty: OpenSSL's own
  std::string signature_algorithms = {};   // "RSA+SHA1:ECDSA+SHA256"; empty: OpenSSL's own
  std::string dhe = "auto";                // "auto": by the key; "none"; else bits, from "512"
  bool server_preference = false;          // its order of suites, not the client's
  bool encrypt_then_mac = true;
  bool session_tickets = true;
  bool renegotiation = true;           // false: a client that asks gets a no_renegotiation
  std::string ocsp_staple = {};        // for those that ask for one; empty: none
  std::vector<std::string> alpn = {};  // the protocols it knows; empty: it does not know ALPN
  bool alpn_mandatory = true;  // no protocol in common: alert 120; false: as if it knew none
};

class TlsPeer final : public TlsServer {
 public:
  // Throws std::runtime_error when OpenSSL does not take an option.
  explicit TlsPeer(const PeerOptions& options);
  ~TlsPeer() override;

  void received(std::string_view bytes) override;
  void write(std::string_view plaintext) override;
  void shut_down() override;
  std::string take_output() override;
  std::string take_plaintext() override;

  [[nodiscard]] bool open() const override;
  [[nodiscard]] bool failed() const override;
  // What the client sent in its ClientHello for SNI; empty: nothing.
  [[nodiscard]] std::string server_name() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace support
