// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/visit.hpp"

#include <algorithm>
#include <utility>

namespace scan {

using model::End;

Visit::Visit(const VisitContext& context, const model::Endpoint& endpoint,
             const std::string& domain, Done done, std::uint64_t id)
    : context_(context),
      id_(id),
      done_(std::move(done)),
      spacing_(context.loop, [this] { rested(); }) {
  record_.endpoint = endpoint;
  record_.domain = domain;
  record_.started = context_.loop.wall_now();
  stage_ = context_.plan.next(record_);
  begin_stage();
}

// A visit that waits for longer than the spacing leaves its place to others.
void Visit::rest_until(base::Instant next) {
  const bool long_rest = next > context_.loop.now() + context_.settings.spacing();
  if (long_rest) set_resting(true);
  spacing_.start_at(next);
}

void Visit::set_resting(bool resting) {
  if (resting_ == resting) return;
  resting_ = resting;
  if (context_.rested) context_.rested(id_, resting);
}

std::size_t Visit::at_once() const {
  const std::size_t most =
      context_.settings.authorized ? context_.settings.conversations_at_once : 1;
  return std::min(stage_.size(), most);
}

void Visit::rested() {
  if (!context_.wants_turn) return begin_stage();
  waiting_ = true;
  context_.wants_turn(id_, at_once());
}

void Visit::go_on() {
  if (std::exchange(waiting_, false)) begin_stage();
}

void Visit::begin_stage() {
  set_resting(false);
  stage_.resize(at_once());
  for (Probe& probe : std::exchange(stage_, {})) begin(std::move(probe));
}

void Visit::begin(Probe probe) {
  const Settings& settings = context_.settings;
  session::SessionSettings session;
  session.client_name = settings.client_name.empty() ? "localhost" : settings.client_name;
  session.server_names = {record_.endpoint.mx_host, record_.domain};
  session.connect_limit = settings.connect_limit;
  session.total_limit = settings.target_limit;
  const bool same_family =
      settings.source && settings.source->family() == record_.endpoint.ip.family();
  const auto running = std::make_shared<Running>();
  running->probe = std::move(probe);
  running_.push_back(running);
  running->conversation =
      std::make_unique<Conversation>(context_.loop, record_.endpoint, *running->probe, session,
                                     context_.tls, same_family ? settings.source : std::nullopt,
                                     [this, self = running.get()](model::Transcript transcript) {
                                       conversation_ended(self, std::move(transcript));
                                     });
}

void Visit::conversation_ended(const Running* running, model::Transcript transcript) {
  if (transcript.dirty_close) context_.dirty.note(record_.endpoint.ip, context_.loop.now());
  if (context_.heard) context_.heard(record_.endpoint, transcript);
  auto validation = session::validation_of(context_.verifier, transcript, record_.endpoint.mx_host,
                                           context_.loop.wall_now());
  record_.conversations.push_back({std::move(transcript), std::move(validation)});
  const auto ended = std::find_if(running_.begin(), running_.end(),
                                  [running](const auto& other) { return other.get() == running; });
  // Not from inside its own callback.
  context_.loop.defer([kept = *ended] {});
  running_.erase(ended);
  if (running_.empty()) plan_next();
}

void Visit::plan_next() {
  stage_ = context_.plan.next(record_);
  if (stopped_ || stage_.empty()) return finish();
  const base::Instant now = context_.loop.now();
  const base::Milliseconds rest =
      context_.plan.rest ? context_.plan.rest(record_) : base::Milliseconds(0);
  base::Instant next = now + std::max(context_.settings.spacing(), rest);
  if (!context_.settings.authorized && may_end_dirty(*stage_.front())) {
    const base::Instant free = context_.dirty.free_at(record_.endpoint.ip, now, 1);
    out_of_budget_ = context_.settings.impatient && free > next;
    if (out_of_budget_) return finish();
    next = std::max(next, free);
  }
  rest_until(next);
}

// What ended clean once does so again: the control at the end need not wait.
bool Visit::may_end_dirty(const model::Probe& probe) const {
  return std::none_of(record_.conversations.begin(), record_.conversations.end(),
                      [&probe](const model::Conversation& c) {
                        return c.transcript.probe == probe.id && !c.transcript.dirty_close;
                      });
}

void Visit::finish() {
  if (std::exchange(finished_, true)) return;
  set_resting(false);
  const bool broken_off =
      std::any_of(record_.conversations.begin(), record_.conversations.end(),
                  [](const model::Conversation& c) { return c.transcript.end == End::cancelled; });
  record_.interrupted = stopped_ && (broken_off || !stage_.empty());
  record_.duration =
      std::chrono::duration_cast<base::Milliseconds>(context_.loop.wall_now() - record_.started);
  if (context_.plan.conclude) context_.plan.conclude(record_);
  if (out_of_budget_) record_.cut_short = "dirty_closes";
  context_.loop.defer([this] { std::exchange(done_, nullptr)(std::move(record_)); });
}

void Visit::stop(bool now) {
  if (std::exchange(stopped_, true) && !now) return;
  if (finished_) return;
  if (running_.empty()) {
    spacing_.stop();
    waiting_ = false;
    finish();
  } else if (now) {
    for (const auto& running : std::vector(running_)) running->conversation->cancel();
  }
}

}  // namespace scan
