// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversation.hpp"

#include <utility>

namespace interop {

using Handshake = Stage::Handshake;

Conversation::Conversation(const Row& row, std::int64_t now)
    : row_(row), smtp_(row, notes_), begun_(now), now_(now) {
  notes_.row = row.name;
  flush_smtp();
}

void Conversation::received(std::string_view bytes, std::int64_t now) {
  now_ = now;
  if (then_ != Then::stay) return;
  if (in_handshake_) from_sender_.feed(bytes);
  if (in_handshake_ && notes_.client_hello.empty() && from_sender_.first_is_whole())
    notes_.client_hello = from_sender_.first_message();
  if (tls_) {
    received_tls(bytes);
  } else if (in_handshake_) {
    if (from_sender_.first_is_whole()) misbehave();
  } else {
    smtp_.received(bytes);
  }
  flush_smtp();
}

std::string Conversation::take_output() { return std::exchange(output_, {}); }

const Notes& Conversation::ended(std::string_view why, std::int64_t now) {
  smtp_.ended();
  if (in_handshake_) notes_.client_alert = from_sender_.alert();
  if (notes_.end.empty()) notes_.end = why;
  notes_.duration = now - begun_;
  return notes_;
}

void Conversation::begin_tls() {
  in_handshake_ = true;
  tls_begun_ = now_;
  notes_.handshake = "begun";
  const Handshake kind = row_.stage->handshake;
  if (kind == Handshake::served || kind == Handshake::silent_end) tls_ = row_.server.make();
  smtp_.inside_tls();
}

// Instead of TLS, as the stage says.
void Conversation::misbehave() {
  notes_.handshake = "failed";
  notes_.handshake_duration = now_ - tls_begun_;
  const Handshake kind = row_.stage->handshake;
  if (kind == Handshake::garbage) output_ += "500 5.5.1 Command unrecognized\r\n";
  if (kind == Handshake::alert) {
    output_ += std::string("\x15\x03\x01\x00\x02\x02\x50", 7);  // fatal, internal_error
    notes_.server_alert = 80;
  }
  end(kind == Handshake::reset ? Then::reset : Then::close,
      kind == Handshake::reset ? "reset" : "closed");
}

void Conversation::received_tls(std::string_view bytes) {
  tls_->received(bytes);
  if (in_handshake_) {
    const std::string answer = tls_->take_output();
    from_server_.feed(answer);
    output_ += answer;
    if (tls_->open() || tls_->failed()) {
      in_handshake_ = false;
      notes_.handshake = tls_->open() ? "complete" : "failed";
      notes_.handshake_duration = now_ - tls_begun_;
      notes_.client_alert = from_sender_.alert();
      notes_.server_alert = from_server_.alert();
    }
  }
  if (tls_->failed()) return end(Then::close, "closed");
  if (!tls_->open()) return;
  if (row_.stage->handshake == Handshake::silent_end) return end(Then::close, "closed");
  smtp_.received(tls_->take_plaintext());
}

void Conversation::flush_smtp() {
  const std::string replies = smtp_.take_output();
  if (tls_) {
    if (!replies.empty() && tls_->open()) tls_->write(replies);
    if (smtp_.closes() && tls_->open()) tls_->shut_down();
    output_ += tls_->take_output();
  } else {
    output_ += replies;
  }
  if (smtp_.closes()) end(Then::close, {});
  if (smtp_.wants_tls()) begin_tls();
}

void Conversation::end(Then then, std::string_view why) {
  then_ = then;
  if (notes_.end.empty()) notes_.end = why;
}

}  // namespace interop
