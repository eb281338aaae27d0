// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/tls_engine.hpp"
#include "wire/tls_flight.hpp"

namespace session {

// The ClientHello of a `hello` step, of random octets where TLS wants such.
wire::ClientHello make_client_hello(const model::Step& step, const ServerNames& names);

// Says one ClientHello, written octet by octet, and reads the server's first flight: up to
// ServerHelloDone, to a ServerHello of TLS 1.3 (what follows is encrypted), a HelloRetryRequest or
// a fatal alert. Without cryptography: it can offer what no library has, and costs a tenth of a
// handshake. The farewell is the alert user_canceled and then close_notify (RFC 8446 section 6.1),
// so that the server need not take it for an attack or a broken client.
class HelloClient final : public TlsEngine {
 public:
  // `step`: of kind hello; it is not referred to afterwards.
  HelloClient(const model::Step& step, const ServerNames& names);

  void start() override;
  void received(std::string_view bytes) override;
  void write(std::string_view plaintext) override;
  void shut_down() override;
  [[nodiscard]] State state() const override { return state_; }
  std::string take_output() override;
  std::string take_plaintext() override { return {}; }
  model::TlsLog take_log() override;
  void complete(model::TlsLog&) const override {}  // nothing is hidden from the wire here

 private:
  [[nodiscard]] State state_of_answer() const;

  std::string hello_;  // the message, until start()
  std::uint16_t record_version_;
  State state_ = State::handshaking;
  std::string outbox_;
  wire::TlsFlight from_server_;
  wire::TlsFlight from_client_;
};

}  // namespace session
