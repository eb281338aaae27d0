// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a conversation that turns to TLS, and spoils it where the behaviour says so.
#include <algorithm>
#include <utility>

#include "conversation.hpp"
#include "listener.hpp"
#include "tls_context.hpp"

namespace mxlab {

void Conversation::begin_tls() {
  stage_ = Stage::handshake;
  hello_seen_ = false;
  if (behaviour_.implicit_tls) return;
  switch (behaviour_.pipelined) {
    case Pipelined::keep:
      kept_ = std::exchange(input_, {});
      return;
    case Pipelined::feed:
    case Pipelined::answer:
      return;  // the leftover goes to the TLS engine
    case Pipelined::discard:
    case Pipelined::reject:
      input_.clear();
      return;
  }
}

bool Conversation::play_handshake() {
  if (input_.empty()) return false;
  if (!hello_seen_ && spoil_handshake()) return player_.active();
  if (!hello_seen_) return false;  // not whole yet
  channel_->feed(input_);
  input_.clear();
  const TlsChannel::Progress progress = channel_->handshake();
  send_flight();
  switch (progress) {
    case TlsChannel::Progress::more:
      return player_.active();
    case TlsChannel::Progress::done:
      enter_tls();
      return true;
    case TlsChannel::Progress::failed:
      fail_handshake();
      return player_.active();
  }
  return false;
}

// Waits for the whole ClientHello; true: it was answered with something else than TLS.
bool Conversation::spoil_handshake() {
  const HelloShape hello = shape_of_hello(input_);
  if (!hello.complete) return false;
  hello_seen_ = true;
  if (hello.is_tls) ++listener_.statistics().client_hellos;
  const HandshakeScript& script = behaviour_.tls->handshake;
  const bool spoilt = script.answer && hello.size >= script.client_hello_over &&
                      (!script.client_hello_split_only || hello.records > 1);
  if (!spoilt) {
    channel_ = std::make_unique<TlsChannel>(behaviour_.tls_context->new_connection());
    return false;
  }
  ++listener_.statistics().handshakes_failed;
  listener_.statistics().handshake_failures.add("spoilt by the lab");
  input_.clear();
  player_.start(*script.answer);
  return true;
}

// Sends what the handshake produced: at once, or paced and cut as the behaviour says.
void Conversation::send_flight() {
  const std::string_view output = channel_->output();
  const HandshakeScript& script = behaviour_.tls->handshake;
  const bool paced = script.pace.delay_ms > 0 || script.pace.split > 0;
  if (output.empty() || (!paced && !script.cut_after)) {
    stream_.write(output);
    channel_->drop_output();
    return;
  }
  const std::size_t left = script.cut_after.value_or(SIZE_MAX) - flight_sent_;
  flight_ = std::make_unique<Reply>();
  flight_->parts.push_back({std::string(output.substr(0, left)), script.pace});
  if (output.size() >= left) {
    flight_->then = script.cut_then;
    ++listener_.statistics().handshakes_failed;
    listener_.statistics().handshake_failures.add("spoilt by the lab");
  }
  flight_sent_ += std::min(output.size(), left);
  channel_->drop_output();
  player_.start(*flight_);
}

void Conversation::enter_tls() {
  Statistics& statistics = listener_.statistics();
  ++statistics.handshakes_ok;
  statistics.tls_versions.add(channel_->version());
  if (const char* name = channel_->server_name()) statistics.server_names.add(name);
  stage_ = behaviour_.implicit_tls ? Stage::greeting : Stage::commands;
  ehlo_said_ = false;
  input_ = std::exchange(kept_, {});
  hear_tls();
  if (stage_ == Stage::leaving || stage_ == Stage::ended) return;
  const Reply& greeting = behaviour_.inside_tls.greeting;
  greeting_owed_ = !greeting.parts.empty() || greeting.then != Then::go_on;
}

void Conversation::fail_handshake() {
  Statistics& statistics = listener_.statistics();
  ++statistics.handshakes_failed;
  statistics.handshake_failures.add(channel_->reason());
  if (channel_->peer_gave_up() && !quit_said_) ++statistics.dirty_closes;
  ended_by_lab_ = true;
  if (player_.active()) {  // our alert goes out as paced as the rest
    flight_->then = behaviour_.tls->handshake.reset_on_failure ? Then::reset : Then::close;
    return;
  }
  if (behaviour_.tls->handshake.reset_on_failure) return reset();
  leave();
}

void Conversation::hear_tls() {
  const TlsChannel::Heard heard = channel_->hear(input_);
  flush_tls();
  if (heard == TlsChannel::Heard::more) return;
  if (heard == TlsChannel::Heard::failed) {
    listener_.statistics().handshake_failures.add("later: " + channel_->reason());
  }
  // What was said before the end is still to be answered, QUIT above all.
  if (input_.find('\n') != std::string::npos) return;
  peer_left(false);
  leave();
}

void Conversation::flush_tls() {
  stream_.write(channel_->output());
  channel_->drop_output();
}

}  // namespace mxlab
