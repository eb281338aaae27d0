// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/worker.hpp"

#include <utility>

#include "base/text.hpp"
#include "model/records_json.hpp"

namespace scan {

Worker::Worker(const LoopParts& parts, const Settings& settings, const VisitPlan& plan,
               WorkerEvents& events, Home home)
    : parts_(parts),
      settings_(settings),
      plan_(plan),
      events_(events),
      home_(std::move(home)),
      context_{parts_.loop, settings_, plan_, dirty_, tls_, parts_.verifier} {
  context_.rested = [this](std::uint64_t id, bool rests) {
    home_([&to = events_, id, rests] { to.rested(id, rests); });
  };
  context_.wants_turn = [this](std::uint64_t id, std::size_t conversations) {
    home_([&to = events_, id, conversations] { to.wants_turn(id, conversations); });
  };
  context_.heard = [this](const model::Endpoint& endpoint, const model::Transcript& transcript) {
    heard(endpoint, transcript);
  };
}

void Worker::resolve(std::uint64_t domain, Target target) {
  resolutions_[domain] = std::make_unique<MxResolution>(
      parts_.loop, parts_.resolver, settings_, std::move(target),
      [this, domain](ResolvedDomain resolved) {
        resolutions_.erase(domain);
        home_([&to = events_, domain, resolved = std::move(resolved)]() mutable {
          to.resolved(domain, std::move(resolved));
        });
      },
      &parts_.verifier);
}

void Worker::visit(std::uint64_t id, const model::Endpoint& endpoint, const std::string& domain,
                   double backoff) {
  Running& running = visits_[id];
  running.backoff = backoff;
  running.visit = std::make_unique<Visit>(
      context_, endpoint, domain,
      [this, id](model::EndpointRecord record) { visited(id, std::move(record)); }, id);
}

void Worker::go_on(std::uint64_t visit) {
  const auto found = visits_.find(visit);
  if (found != visits_.end()) found->second.visit->go_on();
}

void Worker::visited(std::uint64_t id, model::EndpointRecord record) {
  const base::Instant now = parts_.loop.now();
  const auto visit = visits_.extract(id);
  record.pace_backoff = visit.mapped().backoff;
  Finished finished;
  finished.visit = id;
  finished.interrupted = record.interrupted;
  finished.asks_patience = plan_.asks_patience && plan_.asks_patience(record);
  if (!settings_.authorized) {
    finished.not_before = dirty_.free_at(record.endpoint.ip, now, settings_.dirty_closes_expected);
  }
  take_certificates(record, finished);
  finished.line = model::endpoint_line(record, settings_.run_id);
  counts_.add(record);
  home_([&to = events_, finished = std::move(finished)]() mutable {
    to.finished(std::move(finished));
  });
}

void Worker::take_certificates(const model::EndpointRecord& record, Finished& finished) {
  for (const model::Conversation& conversation : record.conversations) {
    if (!conversation.transcript.tls) continue;
    const auto& chain = conversation.transcript.tls->certificates;
    for (std::size_t place = 0; place < chain.size(); ++place) {
      std::string fingerprint = base::hex(conversation.fingerprint(place));
      if (!certificates_.insert(fingerprint)) continue;
      finished.certificates.push_back(
          {std::move(fingerprint),
           model::certificate_line({chain[place], model::endpoint_id(record.endpoint)},
                                   settings_.run_id)});
    }
  }
}

void Worker::heard(const model::Endpoint& endpoint, const model::Transcript& transcript) {
  Heard heard;
  heard.endpoint = endpoint;
  const wire::SmtpReply* greeting = transcript.reply("greeting");
  if (greeting != nullptr && greeting->is_positive() && !greeting->lines.empty())
    heard.greeting = greeting->lines.front();
  heard.silent = transcript.end == model::End::connect_timeout;
  heard.stood = transcript.connected_after || transcript.end == model::End::refused;
  home_([&to = events_, heard = std::move(heard)] { to.heard(heard); });
}

void Worker::stop(bool now) {
  resolutions_.clear();
  parts_.resolver.cancel_waiting();
  // The end of a visit comes at the end of a turn, so none leaves the table meanwhile.
  for (auto& [id, running] : visits_) running.visit->stop(now);
}

void Worker::report() {
  home_([&to = events_, counts = std::exchange(counts_, {})] { to.counted(counts); });
}

}  // namespace scan
