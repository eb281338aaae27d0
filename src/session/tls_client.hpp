// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/probe.hpp"
#include "model/transcript.hpp"

namespace session {

std::string wolfssl_version();  // "5.7.2"

// wolfSSL's contexts, one for each TLS profile met. Threading: one TlsContexts per thread; sharing
// a wolfSSL context between threads is a data race when its first connections are made.
class TlsContexts {
 public:
  TlsContexts();
  ~TlsContexts();
  TlsContexts(const TlsContexts&) = delete;
  TlsContexts& operator=(const TlsContexts&) = delete;

 private:
  friend class TlsClient;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A complete TLS client over two byte queues: no socket, no clock. It accepts every certificate,
// because its task is to find out; what the certificate is worth is judged elsewhere
// (certificate_verifier.hpp).
//
//   handshaking --> open --> closed      the server said close_notify
//        |            +----> broken      an alert, a bad record, clear text inside TLS
//        +--> failed                     an alert, or what the server sent was refused
class TlsClient {
 public:
  enum class State : std::uint8_t { handshaking, open, closed, failed, broken };

  // `server_name`: for SNI when the profile wants it; an IP address or an empty name sends none
  // (RFC 6066 section 3). `contexts` must outlive the client.
  TlsClient(TlsContexts& contexts, const model::TlsProfile& profile,
            const std::string& server_name);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  // Octets from the server. Moves the state; look at take_output() and take_plaintext() afterwards.
  void received(std::string_view bytes);
  // The first move: queues the ClientHello.
  void start();

  // Only while open.
  void write(std::string_view plaintext);
  // Queues close_notify, where the state allows one.
  void shut_down();

  [[nodiscard]] State state() const;
  // Octets for the server, alerts included; to be sent whatever the state.
  std::string take_output();
  std::string take_plaintext();

  // What the handshake showed so far. Complete when the state is no longer handshaking; alerts
  // inside TLS are added later.
  [[nodiscard]] model::TlsLog log() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace session
