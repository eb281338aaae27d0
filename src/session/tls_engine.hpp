// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "model/probe.hpp"
#include "model/transcript.hpp"

namespace session {

// Whom a ClientHello may name (model::ServerName): the MX host that is asked, and the domain that
// led to it.
struct ServerNames {
  std::string mx_host;
  std::string domain;  // empty: none is known

  // For the server_name extension; empty: no extension. An address is no name (RFC 6066 section 3).
  [[nodiscard]] std::string wanted_by(const model::TlsOffer& offer) const;
};

// The client's side of TLS over two byte queues: no socket, no clock. There are two: TlsClient
// makes a complete handshake, HelloClient says one ClientHello and reads the answer.
//
//   handshaking --> open --> closed      the server said close_notify
//        |   |        +----> broken      an alert, a bad record, clear text inside TLS
//        |   +--> answered               the server's first flight is read, and there is no more
//        +------> failed                 an alert, or what the server sent was refused
//        +------> not_tls                not even the first record was one
class TlsEngine {
 public:
  enum class State : std::uint8_t { handshaking, answered, open, closed, failed, not_tls, broken };

  TlsEngine() = default;
  virtual ~TlsEngine() = default;
  TlsEngine(const TlsEngine&) = delete;
  TlsEngine& operator=(const TlsEngine&) = delete;

  // The first move: queues the ClientHello, and nothing else.
  virtual void start() = 0;
  // Octets from the server. Moves the state; look at take_output() and take_plaintext() afterwards.
  virtual void received(std::string_view bytes) = 0;
  // Only while open.
  virtual void write(std::string_view plaintext) = 0;
  // Queues the farewell that the state allows, if any.
  virtual void shut_down() = 0;

  [[nodiscard]] virtual State state() const = 0;
  // Octets for the server, alerts included; to be sent whatever the state.
  virtual std::string take_output() = 0;
  virtual std::string take_plaintext() = 0;

  // What was seen of the handshake. Once: it is given away, because a conversation inside TLS waits
  // for longer than the handshake took. For an engine that is no longer handshaking, or was given
  // up. complete() adds the rest.
  virtual model::TlsLog take_log() = 0;
  // At the end: what only the library could read, alerts inside TLS above all, and what it said.
  virtual void complete(model::TlsLog& log) const = 0;
};

}  // namespace session
