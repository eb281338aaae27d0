// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <utility>

#include "wire/tls_record.hpp"

namespace session {

using model::End;
using model::Step;
using model::Stray;

namespace {

constexpr std::size_t kMaxInbox = 256 * 1024;  // octets that wait while the probe does not read

End end_of_connect(int os_error) {
  switch (os_error) {
    case ECONNREFUSED:
      return End::refused;
    case ETIMEDOUT:
      return End::connect_timeout;
    case ENETUNREACH:
    case EHOSTUNREACH:
      return End::unreachable;
    case EADDRNOTAVAIL:  // our --source-ip
    case EADDRINUSE:     // our ports are used up
    case EAFNOSUPPORT:
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case EPERM:  // our own firewall
    case EACCES:
      return End::local_failure;
    default:
      return End::connect_failed;
  }
}

}  // namespace

Session::Session(const model::Probe& probe, SessionSettings settings, TlsContexts& contexts,
                 base::Instant now, base::WallTime wall_now)
    : probe_(probe),
      settings_(std::move(settings)),
      contexts_(contexts),
      started_(now),
      now_(now),
      deadline_(now + settings_.connect_limit) {
  transcript_.probe = probe.id;
  transcript_.started = wall_now;
}

Session::~Session() = default;

// ---- What happened on the connection -----------------------------------------------------------

void Session::connected(base::Instant now) {
  assert(phase_ == Phase::connecting && "a connection is made once");
  now_ = now;
  transcript_.connected_after = now - started_;
  phase_ = Phase::playing;
  play();
}

void Session::connect_failed(int os_error, base::Instant now) {
  // A refusal answers our SYN (ECONNREFUSED); this reset came behind the server's SYN-ACK, and only
  // before we looked: the connection stood.
  if (os_error == ECONNRESET) {
    connected(now);
    return closed(os_error, now);
  }
  now_ = now;
  transcript_.os_error = os_error;
  peer_gone_ = true;
  finish(end_of_connect(os_error));
}

void Session::received(std::string_view bytes, base::Instant now) {
  if (ended()) return;
  now_ = now;
  transcript_.bytes_received += bytes.size();
  if (tls_) {
    pass_to_tls(bytes);
  } else {
    inbox_.append(bytes.substr(0, kMaxInbox - std::min(kMaxInbox, inbox_.size())));
  }
  if (phase_ == Phase::leaving) return await_farewell();
  play();
}

void Session::closed(int os_error, base::Instant now) {
  if (ended()) return;
  now_ = now;
  peer_gone_ = true;
  if (phase_ == Phase::leaving) return end_now();
  transcript_.os_error = os_error;
  if (answered_in_clear()) {
    finish(End::not_tls);
  } else {
    finish(os_error == 0 ? End::peer_closed : End::peer_reset);
  }
}

void Session::deadline_reached(base::Instant now) {
  if (ended() || now < deadline()) return;
  now_ = now;
  if (phase_ == Phase::leaving) return end_now();
  if (phase_ == Phase::connecting) {
    peer_gone_ = true;
    return finish(End::connect_timeout);
  }
  const bool out_of_time = now >= started_ + settings_.total_limit;
  const bool waiting_on_purpose =
      step().kind == Step::Kind::silence || step().kind == Step::Kind::pause;
  if (waiting_on_purpose && !out_of_time) return play();
  if (!segments_.empty() && !out_of_time) return send_segment();
  finish(answered_in_clear() ? End::not_tls : End::timeout);
}

void Session::cancel(base::Instant now) {
  if (ended() || phase_ == Phase::leaving) return;
  now_ = now;
  finish(End::cancelled);
}

base::Instant Session::deadline() const {
  return phase_ == Phase::leaving ? deadline_
                                  : std::min(deadline_, started_ + settings_.total_limit);
}

std::string Session::take_output() {
  transcript_.bytes_sent += outbox_.size();
  return std::exchange(outbox_, {});
}

model::Transcript Session::take_transcript() {
  assert(ended() && "the transcript is whole when the session has ended");
  return std::move(transcript_);
}

// ---- Ending ------------------------------------------------------------------------------------

// The script is over, one way or another: notes how and where, then leaves politely if it can.
void Session::finish(End end) {
  transcript_.end = end;
  const bool script_done = step_ >= probe_.steps.size();
  if (phase_ == Phase::playing && !script_done) {
    transcript_.stage = step().stage;
    transcript_.last_step = step().name;
  } else if (script_done) {
    transcript_.stage = model::Stage::quit;
    transcript_.last_step = probe_.steps.empty() ? "" : probe_.steps.back().name;
  }
  if (!reader_.partial().empty()) note_stray(Stray::Kind::partial_reply, reader_.take().raw);
  if (!inbox_.empty()) {
    const bool in_clear_before_tls = tls_ && !in_tls();
    note_stray(in_clear_before_tls ? Stray::Kind::cleartext_after_220 : Stray::Kind::after_reply,
               std::exchange(inbox_, {}));
  }
  const bool connected = transcript_.connected_after.has_value();
  // It said so: by 421, behind which it closes the channel (RFC 5321 section 4.2.1), or by
  // close_notify.
  const bool server_is_leaving =
      last_code_ == 421 || (tls_ && tls_->state() == TlsEngine::State::closed);
  phase_ = Phase::leaving;
  deadline_ = now_ + kQuitLimit;
  if (may_say_quit()) {
    say("QUIT\r\n");
    note("quit", model::Sent{"QUIT\r\n"});
    unanswered_ = true;
  } else if (server_is_leaving && connected && !peer_gone_) {
    deadline_ = now_ + kFarewellLimit;  // for its FIN
  } else {
    const bool broken_handshake = tls_ && !in_tls();
    transcript_.dirty_close =
        connected && (broken_handshake || (!peer_gone_ && !server_is_leaving));
    end_now();
  }
}

bool Session::may_say_quit() const {
  if (peer_gone_ || unanswered_ || leaves_abruptly_ || last_code_ == 0 || last_code_ == 421 ||
      tls_is_due_)
    return false;
  const bool open = tls_ ? tls_->state() == TlsEngine::State::open : true;
  switch (transcript_.end) {
    case End::completed:
    case End::not_offered:
    case End::not_positive:
    case End::unexpected_reply:
    case End::not_silent:
    case End::cancelled:
      return open;
    default:
      return false;
  }
}

void Session::await_farewell() {
  const bool said_quit = unanswered_;
  if (!said_quit && !inbox_.empty()) {  // behind a 421: nothing is expected but the end
    note_stray(Stray::Kind::after_reply, std::exchange(inbox_, {}));
  }
  // The reply first: close_notify may come in the same segment.
  const bool answered = said_quit && read_reply("quit-reply");
  if (answered || (tls_ && tls_->state() != TlsEngine::State::open)) end_now();
}

void Session::end_now() {
  if (tls_) {
    tls_->shut_down();
    outbox_ += tls_->take_output();
    if (!transcript_.tls) transcript_.tls = tls_->take_log();
    tls_->complete(*transcript_.tls);
  }
  transcript_.duration = now_ - started_;
  phase_ = Phase::ended;
}

// ---- Octets ------------------------------------------------------------------------------------

// True when a whole reply was read; it is then the last event.
bool Session::read_reply(const std::string& step_name) {
  inbox_.erase(0, reader_.feed(inbox_));
  if (inbox_.empty()) std::string().swap(inbox_);  // its room too: the next reply may be long away
  if (!reader_.complete()) return false;
  wire::SmtpReply reply = reader_.take();
  last_code_ = reply.final_code;
  unanswered_ = false;
  tls_is_due_ = std::exchange(asked_for_tls_, false) && reply.is_positive();
  note(step_name, model::Replied{std::move(reply)});
  return true;
}

void Session::pass_to_tls(std::string_view bytes) {
  if (tls_began_) {
    tls_->received(bytes);
  } else {
    inbox_ += bytes;
    sort_out_clear_text();
  }
  take_from_tls();
}

// Between the 220 and the server's first TLS record anything in clear is evidence: somebody put it
// there, and a careless client would read it as coming from inside TLS. It is noted line by line
// and never fed to TLS.
void Session::sort_out_clear_text() {
  while (!inbox_.empty() && !wire::TlsRecordReader::can_begin(inbox_)) {
    const std::size_t line_end = inbox_.find('\n');
    if (!clear_text_seen_) deadline_ = std::min(deadline_, now_ + kClearTextLimit);
    segments_.clear();  // this server does not wait for the rest
    clear_text_seen_ = true;
    if (line_end == std::string::npos && inbox_.size() < kMaxStray) return;  // the line may go on
    const std::size_t count =
        std::min(line_end == std::string::npos ? inbox_.size() : line_end + 1, kMaxStray);
    note_stray(Stray::Kind::cleartext_after_220, inbox_.substr(0, count));
    inbox_.erase(0, count);
    clear_text_kept_ += count;
    if (clear_text_kept_ >= kMaxStray) {  // no TLS will come of this
      inbox_.clear();
      return finish(End::not_tls);
    }
  }
  if (inbox_.size() < 2) return;  // one octet does not tell yet
  tls_began_ = true;
  if (clear_text_seen_) deadline_ = now_ + step().within;  // TLS came after all
  segments_.clear();  // it has said all that it will say to this
  tls_->received(std::exchange(inbox_, {}));
}

void Session::take_from_tls() {
  outbox_ += tls_->take_output();
  const std::string plaintext = tls_->take_plaintext();
  inbox_.append(plaintext, 0, kMaxInbox - std::min(kMaxInbox, inbox_.size()));
}

void Session::say(std::string_view text) {
  if (!tls_) {
    outbox_ += text;
    return;
  }
  tls_->write(text);
  take_from_tls();
}

void Session::note(const std::string& step_name, decltype(model::Event::what) what) {
  // Events are large, and few: a vector that doubles would mostly be room for none.
  auto& events = transcript_.events;
  if (events.size() == events.capacity())
    events.reserve(events.size() + std::max<std::size_t>(2, events.size() / 3));
  events.push_back({step_name, now_ - started_, in_tls(), std::move(what)});
}

void Session::note_stray(Stray::Kind kind, std::string text) {
  if (text.size() > kMaxStray) text.resize(kMaxStray);
  const std::string& where = step_ < probe_.steps.size() ? step().name : transcript_.last_step;
  note(where, Stray{kind, std::move(text)});
}

}  // namespace session
