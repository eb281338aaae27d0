// SPDX-License-Identifier: GPL-3.0-or-later
//
// A TLS server in memory, by GnuTLS: what Exim is linked with on Debian.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/tls_peer.hpp"
#include "support/tls_server.hpp"

namespace support {

// Versions, suites, groups and extensions are all said in `priority`, for instance:
//   NORMAL:-VERS-ALL:+VERS-TLS1.0   one version
//   %DISABLE_SAFE_RENEGOTIATION     no renegotiation_info: a server from before RFC 5746
//   %NO_SESSION_HASH                no extended master secret
//   %NO_ETM                         no encrypt-then-MAC
//   %NO_EXTENSIONS                  no extension at all (and nothing above TLS 1.2)
//   %SERVER_PRECEDENCE              its own order of suites and groups
struct GnutlsOptions {
  std::vector<Credential> credentials;  // several: the one that suits the client
  std::vector<Credential> chain;        // sent behind each of them
  std::string priority = "NORMAL";
  std::vector<std::string> alpn = {};  // the protocols it knows; empty: it does not know ALPN
  bool alpn_mandatory = false;         // no protocol in common: alert 120
  bool session_tickets = false;
  bool request_client_certificate = false;
  bool require_client_certificate = false;
  // Diffie-Hellman with a group of its own of this size, for clients that do not name one
  // (RFC 7919); 0: none
  unsigned dh_bits = 0;
};

class GnutlsServer final : public TlsServer {
 public:
  // Throws std::runtime_error with what GnuTLS said, when it does not take an option.
  explicit GnutlsServer(const GnutlsOptions& options);
  ~GnutlsServer() override;

  void received(std::string_view bytes) override;
  void write(std::string_view plaintext) override;
  void shut_down() override;
  std::string take_output() override;
  std::string take_plaintext() override;
  [[nodiscard]] bool open() const override;
  [[nodiscard]] bool failed() const override;
  // GnuTLS's word on why it failed; empty when it has not.
  [[nodiscard]] std::string failure() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace support
