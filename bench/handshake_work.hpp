// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a full TLS 1.3 handshake cannot do without, as bare calls of wolfCrypt: no record layer, no
// state machine, no parsing. Together with a dialogue in clear of as many octets it is the floor
// that a client can be held against.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace bench {

// A server's key, and something signed with it as in CertificateVerify (RFC 8446 section 4.4.3).
struct SignedContent {
  bool rsa = false;        // RSA-PSS with SHA-512; else ECDSA on P-256 with SHA-256
  std::string public_key;  // SubjectPublicKeyInfo, DER
  std::string content;
  std::string signature;
};

// Signs with the private key in this PEM file; ends the program when that cannot be done.
SignedContent sign_once(const std::string& key_file);

// The client's part of handshakes with TLS_AES_256_GCM_SHA384 and X25519, always with the same
// server: the calls, in the order and on the sizes of the messages. The chain is left out, which a
// scanner has to verify once and not for each host. Any failure ends the program.
class HandshakeWork {
 public:
  explicit HandshakeWork(SignedContent server);
  ~HandshakeWork();
  HandshakeWork(const HandshakeWork&) = delete;
  HandshakeWork& operator=(const HandshakeWork&) = delete;

  // Before the ClientHello: random, key share.
  void begin();
  // Behind the server's flight of so many octets: shared secret, key schedule, decryption,
  // transcript hashes, the signature, both Finished.
  void take_flight(std::size_t octets);
  // Inside TLS: EHLO, a reply of so many octets (tickets included), QUIT, its reply, both closes.
  void talk(std::size_t heard);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bench
