// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "model/probe.hpp"
#include "session/session.hpp"
#include "support/tls_peer.hpp"
#include "support/tls_server.hpp"

namespace support {

// Both ends of one conversation in one process: a Session, a server played by the test, and a clock
// that the test turns. No socket anywhere.
class ConversationDriver {
 public:
  explicit ConversationDriver(const model::Probe& probe,
                              session::SessionSettings settings = default_settings());

  static session::SessionSettings default_settings();

  void connect();
  void fail_to_connect(int error) { session_.connect_failed(error, now_); }
  // What the client said since the last call: clear text, or text inside TLS once a peer is there.
  std::string heard();
  // Octets to the client as one segment; inside TLS they are encrypted first.
  void say(std::string_view bytes);
  // The same, always in clear.
  void say_in_clear(std::string_view bytes);
  // The server's side of TLS, from now on; goes on until neither side has more to say.
  void begin_tls(const PeerOptions& options);
  void begin_tls(std::unique_ptr<TlsServer> server);
  // Ends the server's TLS with close_notify; what it says before comes in the same segment.
  void shut_down_tls(std::string_view last_words = {});
  void fin() { session_.closed(0, now_); }
  void reset(int error) { session_.closed(error, now_); }
  void pass_time(base::Milliseconds time);

  [[nodiscard]] session::Session& session() { return session_; }
  [[nodiscard]] bool ended() const { return session_.ended(); }
  model::Transcript transcript() { return session_.take_transcript(); }
  // nullptr before TLS.
  [[nodiscard]] TlsServer* server() { return server_.get(); }
  // nullptr before TLS, and where the server is not OpenSSL's.
  [[nodiscard]] TlsPeer* peer() { return peer_; }

 private:
  void collect();
  void run_tls();

  session::TlsContexts contexts_;
  base::Instant now_{base::Milliseconds(1'000'000)};
  session::Session session_;
  std::unique_ptr<TlsServer> server_;
  TlsPeer* peer_ = nullptr;  // the server, where it is one
  std::string from_client_;  // octets not yet given to the server or to heard()
};

// The probe of this id among those built in; ends the test program when there is none.
const model::Probe& builtin_probe(std::string_view id);

}  // namespace support
