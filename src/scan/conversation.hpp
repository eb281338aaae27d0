// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include "model/endpoint.hpp"
#include "model/probe.hpp"
#include "model/transcript.hpp"
#include "net/loop.hpp"
#include "net/tcp_stream.hpp"
#include "net/timer.hpp"
#include "session/session.hpp"

namespace scan {

// One probe on one TCP connection: translates between net::TcpStream and session::Session and
// decides nothing.
class Conversation final : public net::StreamEvents {
 public:
  using Done = std::function<void(model::Transcript)>;

  // Starts at once. `done` is called exactly once, last, unless the conversation is destroyed
  // first; it may destroy the conversation. `probe` and `contexts` must outlive it.
  Conversation(net::Loop& loop, const model::Endpoint& endpoint, const model::Probe& probe,
               const session::SessionSettings& settings, session::TlsContexts& contexts,
               const std::optional<base::IpAddress>& source, Done done);
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  // Ends it as soon as politeness allows.
  void cancel();

 private:
  void connected() override;
  void connect_failed(int error) override;
  void received(std::string_view bytes) override;
  void closed(int error) override;

  // After every event: send what the session wants sent, then wait, or be done.
  void settle();

  net::Loop& loop_;
  session::Session session_;
  net::TcpStream stream_;
  net::Timer deadline_;
  Done done_;
};

}  // namespace scan
