// SPDX-License-Identifier: GPL-3.0-or-later
//
// The other side of a handshake in tests: a TLS server over two byte queues. Three libraries
// implement it (tls_peer.hpp: OpenSSL, gnutls_server.hpp, wolfssl_server.hpp), because each of them
// can be told things that the others cannot.
#pragma once

#include <string>
#include <string_view>

namespace support {

class TlsServer {
 public:
  TlsServer() = default;
  virtual ~TlsServer() = default;
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  // Octets from the client; goes on with the handshake or decrypts. When it returns, everything the
  // server has to say about them is in take_output().
  virtual void received(std::string_view bytes) = 0;
  // Only while open.
  virtual void write(std::string_view plaintext) = 0;
  // Queues close_notify.
  virtual void shut_down() = 0;
  // Octets for the client, alerts included; to be sent whatever the state.
  virtual std::string take_output() = 0;
  virtual std::string take_plaintext() = 0;

  // The handshake is complete.
  [[nodiscard]] virtual bool open() const = 0;
  // The handshake ended without success. A server that failed and has no output would close the
  // connection without a word.
  [[nodiscard]] virtual bool failed() const = 0;
};

}  // namespace support
