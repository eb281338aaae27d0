// SPDX-License-Identifier: GPL-3.0-or-later
//
// A TLS server by wolfSSL, in a process of its own: the one that still answers in SSLv3. The
// scanner's wolfSSL has no server in it, and two builds of wolfSSL cannot live in one process.
// Every call is one question and one answer, so nothing here depends on time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/tls_peer.hpp"
#include "support/tls_server.hpp"

namespace support {

struct WolfsslOptions {
  Credential credential;
  std::vector<Credential> chain;       // sent behind the own certificate
  std::string min_version = "tls1.0";  // "ssl3", "tls1.0", "tls1.1", "tls1.2", "tls1.3"
  std::string max_version = "tls1.3";
  // In SSLv3 it has static RSA with 3DES or RC4 only: "DES-CBC3-SHA", "RC4-SHA", "RC4-MD5".
  std::string ciphers = {};  // OpenSSL's names, with colons: "AES128-SHA"; empty: all it has
  bool dhe = true;           // DHE suites, with 2048 bits
};

class WolfsslServer final : public TlsServer {
 public:
  // Throws std::runtime_error when the program cannot be started. What the program does not like
  // (it says so on stderr) throws with the first call.
  explicit WolfsslServer(const WolfsslOptions& options);
  ~WolfsslServer() override;

  void received(std::string_view bytes) override;
  void write(std::string_view plaintext) override;
  void shut_down() override;
  std::string take_output() override;
  std::string take_plaintext() override;
  [[nodiscard]] bool open() const override;
  [[nodiscard]] bool failed() const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace support
