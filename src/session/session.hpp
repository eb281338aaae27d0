// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "model/probe.hpp"
#include "model/transcript.hpp"
#include "session/tls_client.hpp"
#include "session/tls_engine.hpp"
#include "wire/smtp_reply.hpp"

namespace session {

struct SessionSettings {
  std::string client_name = "localhost";  // what EHLO says; a FQDN wherever a stranger hears it
  ServerNames server_names;               // for SNI
  base::Milliseconds connect_limit{10'000};
  // From the beginning to the end of the script; QUIT may take kQuitLimit longer.
  base::Milliseconds total_limit{180'000};
};

// Plays one probe on one connection: octets in, octets out. No socket, no loop, no clock.
//
//     connecting --> playing step 0, 1, 2 ... --> leaving (QUIT) --> ended
//         |                   |                      |
//         +-------------------+----------------------+--> ended
//
// The owner tells what happened on the connection, with the time; after each call it sends
// take_output(), and calls deadline_reached() when deadline() has passed. When ended() it closes
// the connection and takes the transcript.
//
// Leaving: where the protocol allows it the session says QUIT, inside TLS too, and waits a little
// for the answer: it is what tells a mail server's log that nothing is wrong. It never says QUIT
// before the greeting, into an unanswered command, where TLS is due, or behind a failed handshake.
class Session {
 public:
  static constexpr base::Milliseconds kQuitLimit{5'000};
  // How long a server that said it would close may take to do so.
  static constexpr base::Milliseconds kFarewellLimit{2'000};
  // Behind clear text where TLS should begin: how long a TLS record may still come.
  static constexpr base::Milliseconds kClearTextLimit{2'000};
  static constexpr std::size_t kMaxStray = 4096;  // octets of clear text kept where TLS should be

  // `probe` and `contexts` must outlive the session.
  Session(const model::Probe& probe, SessionSettings settings, TlsContexts& contexts,
          base::Instant now, base::WallTime wall_now);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void connected(base::Instant now);
  void connect_failed(int os_error, base::Instant now);
  void received(std::string_view bytes, base::Instant now);
  // 0: the server closed in order; otherwise errno.
  void closed(int os_error, base::Instant now);
  void deadline_reached(base::Instant now);
  // We want to stop: the run was interrupted.
  void cancel(base::Instant now);

  std::string take_output();
  // Meaningful until ended().
  [[nodiscard]] base::Instant deadline() const;
  [[nodiscard]] bool ended() const { return phase_ == Phase::ended; }
  // True when the connection should be dropped with RST instead of FIN: the probe says so.
  [[nodiscard]] bool wants_reset() const { return wants_reset_; }

  // Once, when ended().
  model::Transcript take_transcript();

 private:
  enum class Phase : std::uint8_t { connecting, playing, leaving, ended };
  enum class Then : std::uint8_t { next_step, wait, end };

  // The steps (steps.cpp). Each says what comes next; none moves the conversation itself.
  void play();
  Then play_send(const model::Step& step);
  Then play_reply(const model::Step& step);
  Then await_tls();
  Then play_hello(const model::Step& step);
  Then play_handshake(const model::Step& step);
  Then play_silence(const model::Step& step);
  Then play_pause(const model::Step& step);
  Then play_close(const model::Step& step);
  Then tls_has_ended();
  void begin_tls(const model::Step& step, std::unique_ptr<TlsEngine> engine);
  void send_segment();
  [[nodiscard]] std::optional<model::End> objection(const wire::SmtpReply& reply,
                                                    const model::Step& step) const;

  // Ending (session.cpp).
  void finish(model::End end);
  [[nodiscard]] bool may_say_quit() const;
  void await_farewell();
  void end_now();

  // Octets and records of them (session.cpp).
  bool read_reply(const std::string& step_name);
  void pass_to_tls(std::string_view bytes);
  void sort_out_clear_text();
  void take_from_tls();
  void say(std::string_view text);
  void note(const std::string& step, decltype(model::Event::what) what);
  void note_stray(model::Stray::Kind kind, std::string text);

  [[nodiscard]] const model::Step& step() const { return probe_.steps[step_]; }
  [[nodiscard]] bool in_tls() const { return transcript_.handshake_completed(); }
  // Clear text came, and no TLS, where the server's TLS should begin.
  [[nodiscard]] bool answered_in_clear() const { return clear_text_seen_ && !tls_began_; }

  const model::Probe& probe_;
  SessionSettings settings_;
  TlsContexts& contexts_;
  model::Transcript transcript_;

  Phase phase_ = Phase::connecting;
  std::size_t step_ = 0;
  bool entered_ = false;  // the current step has begun
  base::Instant started_;
  base::Instant now_;
  base::Instant deadline_;      // of the current wait
  int last_code_ = 0;           // of the last complete reply; 0 before the first
  bool unanswered_ = false;     // we said something that was not answered yet
  bool asked_for_tls_ = false;  // what we said last was STARTTLS
  bool tls_is_due_ = false;     // and it was accepted: the server waits for a ClientHello
  bool peer_gone_ = false;
  bool leaves_abruptly_ = false;  // the probe says so: no QUIT
  bool wants_reset_ = false;

  std::string inbox_;   // clear or decrypted octets not yet read as replies
  std::string outbox_;  // octets for the network
  wire::SmtpReplyReader reader_;
  std::unique_ptr<TlsEngine> tls_;
  std::vector<std::string> segments_;  // of our first flight, not yet sent
  base::Instant tls_limit_;            // when the server's first flight is late
  bool tls_began_ = false;             // the server's first TLS record was seen
  bool clear_text_seen_ = false;       // behind the 220, before the first TLS record
  std::size_t clear_text_kept_ = 0;    // octets of it that were noted
};

}  // namespace session
