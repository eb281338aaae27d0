// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversation.hpp"

#include <netinet/tcp.h>

#include "listener.hpp"
#include "tls_context.hpp"

namespace mxlab {
namespace {

constexpr std::size_t line_limit = 4096;
constexpr std::size_t input_limit = 1U << 17U;    // a client that floods is cut off here
constexpr std::size_t waiting_limit = 1U << 16U;  // unread by the client: we pause
constexpr std::uint64_t leave_limit_ms = 5000;    // for the peer's FIN after ours

}  // namespace

Conversation::Conversation(Listener& listener, const Behaviour& behaviour)
    : listener_(listener),
      behaviour_(behaviour),
      stream_(listener.loop(), *this),
      timer_(listener.loop(), *this) {}

Conversation::~Conversation() = default;

bool Conversation::accept(uv_stream_t* listener) { return stream_.accept(listener); }

bool Conversation::adopt(int fd) { return stream_.adopt(fd); }

Address Conversation::peer() {
  sockaddr_storage peer{};
  int size = sizeof peer;
  uv_tcp_getpeername(stream_.handle(), reinterpret_cast<sockaddr*>(&peer), &size);
  return Address::of_socket(peer);
}

std::uint32_t Conversation::age_ms() {
  uv_os_fd_t fd = -1;
  uv_fileno(reinterpret_cast<uv_handle_t*>(stream_.handle()), &fd);
  tcp_info info{};
  socklen_t size = sizeof info;
  const bool known = getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
  return known ? info.tcpi_last_ack_recv : 0;  // the last segment of the TCP handshake was an ACK
}

void Conversation::begin() {
  const Reply* greeting = &behaviour_.clear.greeting;
  const Limits& limits = behaviour_.limits;
  if (limits.any_connection_limit() || limits.starttls_per_minute > 0) {
    client_ = peer();
    const Reply* refusal = listener_.clients().arrive(*client_, limits, listener_.loop().now_ms());
    if (refusal != nullptr) {
      ++listener_.statistics().refused_by_limit;
      greeting = refusal;
    }
  }
  if (behaviour_.implicit_tls) {
    begin_tls();
  } else {
    player_.start(*greeting);
  }
  play();
}

void Conversation::on_bytes(std::string_view bytes) {
  if (stage_ == Stage::leaving || stage_ == Stage::ended) return;
  note_early_talk();
  if (inside_tls()) {
    channel_->feed(bytes);
    hear_tls();
  } else {
    input_.append(bytes);
  }
  if (input_.size() > input_limit) return leave();
  play();
}

void Conversation::on_end(int status) {
  if (stage_ == Stage::ended) return;
  peer_left(status != UV_EOF);
  end();
}

void Conversation::on_drained() { play(); }

void Conversation::on_timer() {
  if (waiting_) {
    waiting_ = false;
    return play();
  }
  if (stage_ == Stage::leaving) return end();
  if (stage_ == Stage::commands) {
    player_.start(behaviour_.idle);
    return play();
  }
  leave();
}

// The only place where the conversation moves on.
void Conversation::play() {
  bool moving = !waiting_;
  while (moving) {
    if (stage_ == Stage::leaving || stage_ == Stage::ended) return;
    if (player_.active()) {
      moving = play_reply();
    } else if (stage_ == Stage::handshake) {
      moving = play_handshake();
    } else if (greeting_owed_) {
      greeting_owed_ = false;
      player_.start(behaviour_.inside_tls.greeting);
    } else {
      moving = play_command();
    }
  }
  const bool over = stage_ == Stage::leaving || stage_ == Stage::ended;
  if (!waiting_ && !over) timer_.start(behaviour_.idle_timeout_ms);
}

bool Conversation::play_reply() {
  if (stream_.waiting() > waiting_limit) return false;  // until on_drained()
  const ReplyPlayer::Turn turn = player_.next();
  switch (turn.kind) {
    case ReplyPlayer::Turn::Kind::send:
      send(turn.bytes);
      return true;
    case ReplyPlayer::Turn::Kind::wait:
      waiting_ = true;
      timer_.start(turn.wait_ms);
      return false;
    case ReplyPlayer::Turn::Kind::done:
      break;
  }
  const Then then = player_.then();
  player_.stop();
  follow(then);
  return true;
}

void Conversation::follow(Then then) {
  starttls_said_ = false;
  // A flight of the handshake was sent as it is; the handshake goes on.
  const bool was_flight = flight_ != nullptr;
  flight_.reset();
  switch (then) {
    case Then::go_on:
      if (!was_flight) stage_ = Stage::commands;
      return;
    case Then::close:
      return leave();
    case Then::reset:
      return reset();
    case Then::silence:
      stage_ = Stage::deaf;
      return;
    case Then::tls:
      if (inside_tls()) {  // TLS inside TLS is promised here, but not played
        stage_ = Stage::deaf;
        return;
      }
      // Some servers answer in the clear what came after STARTTLS before they turn to TLS.
      stage_ = Stage::commands;
      tls_owed_ = behaviour_.pipelined == Pipelined::answer;
      if (!tls_owed_) begin_tls();
      return;
  }
}

bool Conversation::play_command() {
  if (stage_ == Stage::deaf && hello_seen_ && !inside_tls()) {
    input_.clear();  // TLS records that nobody will read
    return false;
  }
  std::optional<std::string> line = take_line();
  if (!line) {
    if (tls_owed_) {
      tls_owed_ = false;
      begin_tls();
      return true;
    }
    if (input_.size() <= line_limit) return false;
    input_.clear();
    if (stage_ == Stage::deaf) return false;
    player_.start(behaviour_.line_too_long);
    return true;
  }
  const Command command = parse_command(*line);
  note(command);
  if (stage_ != Stage::deaf) answer(command);
  return true;
}

std::optional<std::string> Conversation::take_line() {
  const std::size_t newline = input_.find('\n');
  if (newline == std::string::npos || newline > line_limit) return std::nullopt;
  std::string line = input_.substr(0, newline);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  input_.erase(0, newline + 1);
  return line;
}

void Conversation::answer(const Command& command) {
  if (command.verb == Verb::ehlo || command.verb == Verb::helo) ehlo_said_ = true;
  if (command.verb == Verb::starttls) return answer_starttls(command.parameter);
  if (command.verb == Verb::other && behaviour_.max_errors > 0 &&
      ++errors_ > behaviour_.max_errors) {
    player_.start(behaviour_.too_many_errors);
    return;
  }
  player_.start(dialogue().reply_to(command.verb));
}

void Conversation::answer_starttls(std::string_view parameter) {
  const Dialogue& says = dialogue();
  starttls_said_ = !inside_tls();
  if (!parameter.empty()) return player_.start(says.starttls_with_parameter);
  if (inside_tls()) return player_.start(says.reply_to(Verb::starttls));
  if (!ehlo_said_ && says.starttls_before_ehlo) return player_.start(*says.starttls_before_ehlo);
  if (behaviour_.pipelined == Pipelined::reject && !input_.empty()) {
    return player_.start(behaviour_.pipelined_rejection);
  }
  if (client_ && listener_.clients().starttls_refused(*client_, behaviour_.limits,
                                                      listener_.loop().now_ms())) {
    return player_.start(behaviour_.limits.starttls_reply);
  }
  player_.start(says.reply_to(Verb::starttls));
}

const Dialogue& Conversation::dialogue() const {
  return inside_tls() ? behaviour_.inside_tls : behaviour_.clear;
}

void Conversation::send(std::string_view bytes) {
  // A flight of the handshake is ciphertext already.
  if (!inside_tls() || flight_) return stream_.write(bytes);
  channel_->say(bytes);
  flush_tls();
}

void Conversation::leave() {
  if (stage_ == Stage::leaving || stage_ == Stage::ended) return;
  ended_by_lab_ = true;
  player_.stop();
  if (inside_tls() && behaviour_.close_notify) {
    channel_->say_goodbye();
    flush_tls();
  }
  // FIN and then wait: closing at once with bytes unread would make it a reset.
  stage_ = Stage::leaving;
  waiting_ = false;
  stream_.finish();
  timer_.start(leave_limit_ms);
}

void Conversation::reset() {
  ended_by_lab_ = true;
  stream_.reset();
  end();
}

void Conversation::end() {
  Statistics& statistics = listener_.statistics();
  if (ended_by_lab_) ++statistics.ended_by_lab;
  --statistics.concurrent;
  if (client_) listener_.clients().leave(*client_);
  player_.stop();
  stage_ = Stage::ended;
  waiting_ = false;
  stream_.close();
  timer_.close();
  listener_.conversations().bury(*this);
}

}  // namespace mxlab
