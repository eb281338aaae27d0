// SPDX-License-Identifier: GPL-3.0-or-later
//
// A TLS server in memory, by OpenSSL: the other side of a handshake in tests, written by other
// people than the client under test.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace support {

// A key with its certificate, made in the process.
struct Credential {
  std::string certificate_der;
  std::string certificate_pem;
  std::string key_pem;
};

struct CertificateWish {
  std::string name = "mx.test";  // CN and DNS name; empty: neither
  std::string issuer_name = {};  // what the issuer is called, when it is not who it should be
  long not_before_days = -1;     // from now
  long not_after_days = 90;
  bool ca = false;
  long path_length = -1;       // of a CA; -1: none
  std::string key_usage = {};  // OpenSSL's words: "critical,keyEncipherment"
  std::string key_pem = {};    // a key that is there already; empty: a new one
  unsigned rsa_bits = 0;       // 0: EC P-256
};

// Signed by `issuer`, or by itself without one.
Credential make_certificate(const CertificateWish& wish, const Credential* issuer = nullptr);

struct PeerOptions {
  Credential credential;
  std::vector<Credential> chain;      // sent behind the own certificate
  std::string min_version = "TLSv1";  // "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"
  std::string max_version = "TLSv1.3";
  std::string ciphers = "ALL:@SECLEVEL=0";
  bool extended_master_secret = true;
  bool request_client_certificate = false;
  bool require_client_certificate = false;
};

class TlsPeer {
 public:
  explicit TlsPeer(const PeerOptions& options);
  ~TlsPeer();
  TlsPeer(const TlsPeer&) = delete;
  TlsPeer& operator=(const TlsPeer&) = delete;

  // Octets from the client; goes on with the handshake or decrypts.
  void received(std::string_view bytes);
  void write(std::string_view plaintext);
  void shut_down();
  std::string take_output();
  std::string take_plaintext();

  [[nodiscard]] bool open() const;
  [[nodiscard]] bool failed() const;
  // What the client sent in its ClientHello for SNI; empty: nothing.
  [[nodiscard]] std::string server_name() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace support
