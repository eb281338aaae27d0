// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/audit_run.hpp"

#include <algorithm>
#include <utility>

namespace scan {

AuditRun::AuditRun(const LoopParts& parts, const Settings& settings, const VisitPlan& plan,
                   const std::vector<Target>& targets, AuditEvents& events,
                   std::function<void(Audited)> done)
    : parts_(parts),
      settings_(settings),
      plan_(plan),
      events_(events),
      done_(std::move(done)),
      context_{parts_.loop, settings_, plan_, dirty_, tls_, parts_.verifier} {
  context_.heard = [this](const model::Endpoint& endpoint, const model::Transcript& transcript) {
    events_.conversation_ended(endpoint, transcript);
  };
  found_.domains.resize(std::min(targets.size(), kMostTargets));
  for (std::size_t i = 0; i < found_.domains.size(); ++i) {
    // Until it is resolved, which a stopped run may never come to.
    found_.domains[i].input = targets[i].input;
    found_.domains[i].domain = targets[i].domain;
    found_.domains[i].started = parts_.loop.wall_now();
    found_.domains[i].mx_status = targets[i].is_host ? "named_host" : "unknown";
    resolutions_[i] = std::make_unique<MxResolution>(
        parts_.loop, parts_.resolver, settings_, targets[i],
        [this, i](ResolvedDomain resolved) { this->resolved(i, std::move(resolved)); },
        &parts_.verifier);
  }
  finish_if_done();
}

void AuditRun::resolved(std::size_t domain, ResolvedDomain resolved) {
  const auto ended = resolutions_.extract(domain);  // until we are through
  model::DomainRecord& record = resolved.record;
  std::vector<model::Endpoint> endpoints;
  for (const ResolvedDomain::Host& host : resolved.hosts) {
    model::Exchange& exchange = record.exchanges[host.exchange];
    for (const base::IpAddress& address : host.addresses) {
      endpoints.push_back({exchange.name, address, settings_.port});
      exchange.endpoint_ids.push_back(model::endpoint_id(endpoints.back()));
    }
  }
  record.duration =
      std::chrono::duration_cast<base::Milliseconds>(parts_.loop.wall_now() - record.started);
  events_.resolved(record);
  const std::string name = record.domain;
  found_.domains[domain] = std::move(record);
  if (!stopped_) {
    for (const model::Endpoint& endpoint : endpoints) want(endpoint, name);
    begin_visits();
  }
  finish_if_done();
}

void AuditRun::want(const model::Endpoint& endpoint, const std::string& domain) {
  if (!known_.try_emplace(endpoint, true).second) return;
  const std::string why_not = refusal(endpoint.ip);
  if (!why_not.empty()) return skip(endpoint, why_not);
  waiting_.push_back({endpoint, domain});
}

void AuditRun::skip(const model::Endpoint& endpoint, const std::string& why_not) {
  model::EndpointRecord record;
  record.endpoint = endpoint;
  record.started = parts_.loop.wall_now();
  record.skipped = why_not;
  if (plan_.conclude) plan_.conclude(record);
  events_.visit_ended(record);
  found_.endpoints.push_back(std::move(record));
}

std::string AuditRun::refusal(const base::IpAddress& address) const {
  if (!settings_.permits(address)) return "special_purpose_address";
  if (settings_.client_name.empty() && !address.is_loopback()) return "no_ehlo_name";
  return {};
}

void AuditRun::begin_visits() {
  for (auto next = waiting_.begin(); next != waiting_.end() && visits_.size() < kVisitsAtOnce;) {
    const base::IpAddress address = next->endpoint.ip;
    if (visits_.count(address) != 0) {
      ++next;
      continue;
    }
    const Wanted wanted = std::move(*next);
    next = waiting_.erase(next);
    events_.visit_began(wanted.endpoint);
    visits_[address] = std::make_unique<Visit>(
        context_, wanted.endpoint, wanted.domain,
        [this, address](model::EndpointRecord record) { visited(address, std::move(record)); });
  }
}

void AuditRun::visited(const base::IpAddress& address, model::EndpointRecord record) {
  const auto ended = visits_.extract(address);
  events_.visit_ended(record);
  found_.endpoints.push_back(std::move(record));
  if (!stopped_) begin_visits();
  finish_if_done();
}

void AuditRun::finish_if_done() {
  if (!resolutions_.empty() || !visits_.empty() || (!stopped_ && !waiting_.empty())) return;
  if (!done_) return;
  parts_.loop.defer([done = std::exchange(done_, nullptr),
                     found = std::make_shared<Audited>(std::move(found_))]() mutable {
    done(std::move(*found));
  });
}

void AuditRun::stop(bool now) {
  if (!std::exchange(stopped_, true)) {
    waiting_.clear();
    resolutions_.clear();
    parts_.resolver.cancel_waiting();
  }
  // The end of a visit comes at the end of a turn, so none leaves the table meanwhile.
  for (auto& [address, visit] : visits_) visit->stop(now);
  finish_if_done();
}

}  // namespace scan
