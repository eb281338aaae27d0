// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "address.hpp"
#include "behaviour.hpp"
#include "reply.hpp"
#include "tls_channel.hpp"
#include "uv_handle.hpp"
#include "verb.hpp"

namespace mxlab {

class Listener;
struct Statistics;

// One client's conversation, played as its behaviour says.
//
//   greeting -> commands -> handshake -> commands (inside TLS)
//                  |            |
//                  v            v
//               deaf (hears, never answers)     leaving (FIN sent, waits for the peer's)
//   and from everywhere to ended.
//
// play() is the only place where it moves on; the callbacks only bring bytes, time or the end.
class Conversation final : public TcpStream::Events, public Timer::Events {
 public:
  Conversation(Listener& listener, const Behaviour& behaviour);
  ~Conversation();
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  bool accept(uv_stream_t* listener);
  // An accepted socket; on false it still belongs to the caller.
  bool adopt(int fd);
  Address peer();
  // REQUIRES: nothing heard or said yet. How long the connection has stood, as the kernel counts
  // it.
  std::uint32_t age_ms();
  void begin();

  // Where Conversations keeps it.
  std::size_t place() const { return place_; }
  void set_place(std::size_t place) { place_ = place; }

  void on_bytes(std::string_view bytes) override;
  void on_end(int status) override;
  void on_drained() override;
  void on_timer() override;

 private:
  enum class Stage { greeting, commands, handshake, deaf, leaving, ended };

  void play();
  bool play_reply();
  bool play_command();
  bool play_handshake();

  void follow(Then then);
  void answer(const Command& command);
  void answer_starttls(std::string_view parameter);
  void note(const Command& command);
  void note_early_talk();
  std::optional<std::string> take_line();
  bool inside_tls() const { return channel_ && channel_->shaken(); }
  const Dialogue& dialogue() const;

  void begin_tls();
  bool spoil_handshake();
  void send_flight();
  void enter_tls();
  void fail_handshake();
  void hear_tls();

  void send(std::string_view bytes);
  void flush_tls();
  void leave();
  void reset();
  void end();
  void peer_left(bool was_reset);

  Listener& listener_;
  const Behaviour& behaviour_;
  TcpStream stream_;
  Timer timer_;
  std::optional<Address> client_;  // known when the behaviour has limits
  std::unique_ptr<TlsChannel> channel_;
  std::unique_ptr<Reply> flight_;  // a handshake flight that is paced or cut
  ReplyPlayer player_;
  std::string input_;  // heard and not yet used: SMTP, or TLS records during the handshake
  std::string kept_;   // of a pipelined clear text, for the injection behaviour
  std::size_t place_ = 0;
  std::size_t flight_sent_ = 0;
  std::uint32_t errors_ = 0;
  Stage stage_ = Stage::greeting;
  bool waiting_ = false;        // for the time of a reply; else the timer is the idle limit
  bool tls_owed_ = false;       // after the 220, once the leftover is answered
  bool greeting_owed_ = false;  // inside TLS
  bool starttls_said_ = false;
  bool hello_seen_ = false;
  bool ehlo_said_ = false;
  bool quit_said_ = false;
  bool ended_by_lab_ = false;
  bool early_noted_ = false;
  bool early_tls_noted_ = false;
  bool pipelined_noted_ = false;
};

}  // namespace mxlab
