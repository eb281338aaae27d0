// SPDX-License-Identifier: GPL-3.0-or-later
//
// The steps of a probe, one function each, and the one place where the conversation moves.
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "session/hello_client.hpp"
#include "session/session.hpp"
#include "wire/ehlo.hpp"
#include "wire/tls_record.hpp"

namespace session {

using model::End;
using model::Step;
using model::Stray;

namespace {

constexpr std::string_view kPlaceholder = "{client_name}";

std::string fill_in(std::string text, const std::string& client_name) {
  for (std::size_t at = text.find(kPlaceholder); at != std::string::npos;
       at = text.find(kPlaceholder, at + client_name.size())) {
    text.replace(at, kPlaceholder.size(), client_name);
  }
  return text;
}

}  // namespace

void Session::play() {
  while (phase_ == Phase::playing) {
    if (step_ == probe_.steps.size()) return finish(End::completed);
    const Step& current = step();
    Then then = Then::end;
    switch (current.kind) {
      case Step::Kind::send:
        then = play_send(current);
        break;
      case Step::Kind::reply:
        then = play_reply(current);
        break;
      case Step::Kind::hello:
        then = play_hello(current);
        break;
      case Step::Kind::handshake:
        then = play_handshake(current);
        break;
      case Step::Kind::silence:
        then = play_silence(current);
        break;
      case Step::Kind::pause:
        then = play_pause(current);
        break;
      case Step::Kind::close:
        then = play_close(current);
        break;
    }
    if (then != Then::next_step) return;
    ++step_;
    entered_ = false;
  }
}

Session::Then Session::play_send(const Step& step) {
  // Whatever came before we said anything is no answer to it.
  if (!inbox_.empty()) note_stray(Stray::Kind::after_reply, std::exchange(inbox_, {}));
  if (tls_ && tls_->state() != TlsEngine::State::open) return tls_has_ended();
  const std::string text = fill_in(step.text, settings_.client_name);
  say(text);
  note(step.name, model::Sent{text});
  unanswered_ = true;
  asked_for_tls_ = base::starts_with_ignoring_case(text, "STARTTLS");
  return Then::next_step;
}

Session::Then Session::play_reply(const Step& step) {
  if (!std::exchange(entered_, true)) deadline_ = now_ + step.within;
  if (!read_reply(step.name)) {
    return !tls_ || tls_->state() == TlsEngine::State::open ? Then::wait : tls_has_ended();
  }
  const auto& reply = std::get<model::Replied>(transcript_.events.back().what).reply;
  if (const auto end = objection(reply, step)) {
    finish(*end);
    return Then::end;
  }
  return Then::next_step;
}

Session::Then Session::tls_has_ended() {
  finish(tls_->state() == TlsEngine::State::closed ? End::peer_closed : End::tls_broken);
  return Then::end;
}

std::optional<End> Session::objection(const wire::SmtpReply& reply, const Step& step) const {
  if (reply.has(wire::ReplyFlaw::truncated)) return End::reply_too_long;
  if (reply.code == 0) return End::not_smtp;
  if (step.accept == Step::Accept::positive && !reply.is_positive()) return End::not_positive;
  if (step.accept == Step::Accept::negative && !reply.is_negative()) return End::unexpected_reply;
  if (step.offers.empty() || wire::offers(reply, step.offers)) return std::nullopt;
  // "Not offered" is a word about a server, and only a well-formed answer to EHLO can say it
  // (RFC 5321 section 4.1.1.1). A second greeting, or a list that breaks off into a 421, cannot.
  const bool says_so = reply.code == 250 && !reply.has(wire::ReplyFlaw::code_mismatch) &&
                       !reply.has(wire::ReplyFlaw::no_code) &&
                       !reply.has(wire::ReplyFlaw::bad_separator);
  return says_so ? End::not_offered : End::unexpected_reply;
}

// Our first flight goes out, in the records and segments that the step wants.
void Session::begin_tls(const Step& step, std::unique_ptr<TlsEngine> engine) {
  tls_ = std::move(engine);
  tls_is_due_ = false;
  tls_->start();
  std::string flight = tls_->take_output();
  if (!step.flight.records.empty()) flight = wire::cut_records(flight, step.flight.records);
  for (const std::size_t length : step.flight.segments) {
    if (length >= flight.size()) break;
    segments_.push_back(flight.substr(0, length));
    flight.erase(0, length);
  }
  segments_.push_back(std::move(flight));
  tls_limit_ = now_ + step.within;
  send_segment();
  sort_out_clear_text();  // what came behind the 220 in its own segment
}

void Session::send_segment() {
  outbox_ += segments_.front();
  segments_.erase(segments_.begin());
  deadline_ = segments_.empty() ? tls_limit_ : now_ + step().flight.segment_pause;
}

// What both engines come to.
Session::Then Session::await_tls() {
  switch (tls_->state()) {
    case TlsEngine::State::handshaking:
      return Then::wait;
    case TlsEngine::State::failed:
      finish(End::handshake_failed);
      return Then::end;
    case TlsEngine::State::not_tls:
      finish(End::not_tls);
      return Then::end;
    default:
      return Then::next_step;
  }
}

Session::Then Session::play_hello(const Step& step) {
  if (!std::exchange(entered_, true)) {
    begin_tls(step, std::make_unique<HelloClient>(step, settings_.server_names));
    if (phase_ != Phase::playing) return Then::end;
  }
  return await_tls();
}

Session::Then Session::play_handshake(const Step& step) {
  if (!std::exchange(entered_, true)) {
    begin_tls(step, std::make_unique<TlsClient>(contexts_, step.tls, settings_.server_names));
    if (phase_ != Phase::playing) return Then::end;
  }
  if (const Then then = await_tls(); then != Then::next_step) return then;
  transcript_.tls = tls_->take_log();
  note(step.name, model::HandshakeDone{});
  return Then::next_step;
}

Session::Then Session::play_silence(const Step& step) {
  if (!std::exchange(entered_, true)) deadline_ = now_ + step.within;
  if (!inbox_.empty()) {
    note_stray(Stray::Kind::in_silence, std::exchange(inbox_, {}));
    finish(End::not_silent);
    return Then::end;
  }
  return now_ >= deadline_ ? Then::next_step : Then::wait;
}

Session::Then Session::play_pause(const Step& step) {
  if (!std::exchange(entered_, true)) deadline_ = now_ + step.within;
  return now_ >= deadline_ ? Then::next_step : Then::wait;
}

Session::Then Session::play_close(const Step& step) {
  leaves_abruptly_ = true;
  wants_reset_ = step.reset;
  ++step_;
  finish(End::completed);
  return Then::end;
}

}  // namespace session
