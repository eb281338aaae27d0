// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/scanner.hpp"

#include <algorithm>
#include <utility>

#include "base/digest.hpp"
#include "model/records_json.hpp"

namespace scan {

Scanner::Scanner(Parts parts, std::function<void()> finished)
    : parts_(std::move(parts)),
      finished_(std::move(finished)),
      lines_(parts_.lines),
      visit_context_{parts_.loop,
                     parts_.settings,
                     parts_.plan,
                     dirty_,
                     tls_,
                     parts_.verifier,
                     [this](bool rests) { rested(rests); },
                     [this](const model::Endpoint& endpoint, const model::Transcript& transcript) {
                       heard(endpoint, transcript);
                     }},
      queue_(parts_.settings.spacing),
      wake_up_(parts_.loop, [this] { pump(); }) {}

Scanner::~Scanner() = default;

void Scanner::start() { pump(); }

// Everything that can go on goes on; called after whatever may have made room.
void Scanner::pump() {
  read_list();
  begin_visits();
  finish_if_done();
}

void Scanner::read_list() {
  // As long as there are fewer addresses ready than senders could take soon. Domains that wait for
  // an address that rests hold nobody up, but for the memory that they take.
  const std::size_t enough = parts_.settings.senders + 16;
  while (!list_read_ && !stopping_ && resolving_ < Settings::kMaxResolving &&
         queue_.ready() < enough && domains_.size() < Settings::kMaxDomains) {
    auto target = parts_.intake.next();
    list_read_ = !target;
    if (list_read_) break;
    const std::uint64_t id = next_domain_id_++;
    ++resolving_;
    domains_[id].resolution = std::make_unique<MxResolution>(
        parts_.loop, parts_.resolver, parts_.settings, std::move(*target),
        [this, id](ResolvedDomain domain) { resolved(id, std::move(domain)); });
  }
  counts_.lines_read = parts_.intake.lines_read();
  counts_.bad_lines = parts_.intake.bad_lines();
  counts_.duplicates = parts_.intake.duplicates();
}

// A visit that rests for minutes makes room for another; when it goes on, there may be more than
// `senders` for a while.
void Scanner::rested(bool rests) {
  if (rests) {
    ++resting_;
    parts_.loop.defer([this] { pump(); });
  } else {
    --resting_;
  }
}

// Whether anybody at all answers decides whether what was found says anything about others.
void Scanner::heard(const model::Endpoint& endpoint, const model::Transcript& transcript) {
  const wire::SmtpReply* greeting = transcript.reply("greeting");
  if (greeting != nullptr && greeting->is_positive() && !greeting->lines.empty())
    proxies_.greeted(endpoint, greeting->lines.front());
  if (vantage_.state() != Vantage::State::undecided) return;
  const bool silent = transcript.end == model::End::connect_timeout;
  if (silent && !parts_.settings.authorized) vantage_.silent(endpoint.ip);
  if (transcript.connected_after || transcript.end == model::End::refused) vantage_.connected();
  if (vantage_.state() == Vantage::State::open) lines_.release();
  if (!port_is_blocked()) return;
  lines_.discard();
  parts_.loop.defer([this] {
    stop();
    stop();
  });
}

bool Scanner::has_room() const { return visits_.size() - resting_ < parts_.settings.senders; }

void Scanner::begin_visits() {
  while (!stopping_ && has_room()) {
    const auto endpoint = queue_.take(parts_.loop.now());
    if (!endpoint) break;
    visits_[*endpoint] = std::make_unique<Visit>(
        visit_context_, *endpoint, std::exchange(endpoints_.at(*endpoint).first_domain, {}),
        [this, endpoint = *endpoint](const model::EndpointRecord& record) {
          visited(endpoint, record);
        });
  }
  const auto change = queue_.next_change();
  if (change && !stopping_ && has_room()) wake_up_.start_at(*change);
}

void Scanner::resolved(std::uint64_t domain_id, ResolvedDomain resolved) {
  Domain& domain = domains_.at(domain_id);
  domain.resolution.reset();
  --resolving_;
  domain.record = std::move(resolved.record);
  // One more than there are, so that an endpoint that is done at once does not complete the domain
  // early.
  domain.endpoints_missing = 1;
  for (const ResolvedDomain::Host& host : resolved.hosts) {
    model::Exchange& exchange = domain.record.exchanges[host.exchange];
    for (const base::IpAddress& address : host.addresses) {
      const model::Endpoint endpoint{exchange.name, address, parts_.settings.port};
      const std::string id = model::endpoint_id(endpoint);
      if (std::find(exchange.endpoint_ids.begin(), exchange.endpoint_ids.end(), id) !=
          exchange.endpoint_ids.end())
        continue;
      exchange.endpoint_ids.push_back(id);
      want(domain_id, endpoint);
    }
  }
  if (--domain.endpoints_missing == 0) complete(domain_id);
  pump();
}

// Each endpoint is visited once, however many domains want it.
void Scanner::want(std::uint64_t domain_id, const model::Endpoint& endpoint) {
  const auto [found, is_new] = endpoints_.try_emplace(endpoint);
  if (found->second.done) return;
  found->second.waiting.push_back(domain_id);
  ++domains_.at(domain_id).endpoints_missing;
  if (!is_new) return;
  found->second.first_domain = domains_.at(domain_id).record.domain;
  const std::string why_not = refusal(endpoint);
  if (why_not.empty()) {
    queue_.add(endpoint);
    return;
  }
  model::EndpointRecord record;
  record.endpoint = endpoint;
  record.started = parts_.loop.wall_now();
  record.skipped = why_not;
  if (parts_.plan.conclude) parts_.plan.conclude(record);
  write_endpoint(record);
  settle(endpoint);
}

std::string Scanner::refusal(const model::Endpoint& endpoint) const {
  if (parts_.blocklist.contains(endpoint.ip)) return "blocklisted";
  if (!parts_.settings.permits(endpoint.ip)) return "special_purpose_address";
  if (parts_.settings.client_name.empty() && !endpoint.ip.is_loopback()) return "no_ehlo_name";
  return {};
}

void Scanner::visited(const model::Endpoint& endpoint, const model::EndpointRecord& record) {
  write_endpoint(record);
  visits_.erase(endpoint);
  const base::Instant now = parts_.loop.now();
  const Settings& settings = parts_.settings;
  queue_.release(
      endpoint.ip, now,
      settings.authorized ? now : dirty_.free_at(endpoint.ip, now, settings.dirty_closes_expected));
  // A visit that was cut short completes no domain: a later run has to do it again.
  if (!record.interrupted) settle(endpoint);
  pump();
}

void Scanner::write_endpoint(const model::EndpointRecord& record) {
  write_certificates(record);
  lines_.write(model::endpoint_line(record, parts_.settings.run_id));
  counts_.add(record);
}

void Scanner::write_certificates(const model::EndpointRecord& record) {
  for (const model::Conversation& conversation : record.conversations) {
    if (!conversation.transcript.tls) continue;
    for (const std::string& der : conversation.transcript.tls->certificates) {
      if (!certificates_.insert(base::sha256(der)).second) continue;
      ++counts_.certificates;
      lines_.write(model::certificate_line({der, model::endpoint_id(record.endpoint)},
                                           parts_.settings.run_id));
    }
  }
}

// The endpoint is done: the domains that waited for it are one nearer to their line.
void Scanner::settle(const model::Endpoint& endpoint) {
  EndpointState& state = endpoints_.at(endpoint);
  state.done = true;
  for (const std::uint64_t id : std::exchange(state.waiting, {})) {
    if (--domains_.at(id).endpoints_missing == 0) complete(id);
  }
}

void Scanner::complete(std::uint64_t domain_id) {
  model::DomainRecord& record = domains_.at(domain_id).record;
  record.duration =
      std::chrono::duration_cast<base::Milliseconds>(parts_.loop.wall_now() - record.started);
  if (parts_.conclude_domain) parts_.conclude_domain(record);
  counts_.add(record);
  lines_.write(model::domain_line(record, parts_.settings.run_id));
  domains_.erase(domain_id);
}

void Scanner::stop() {
  const bool again = std::exchange(stopping_, true);
  if (!again) {
    queue_.clear_waiting();
    // Domains that now wait for nobody, or whose lookups are not back: no line, so that a later run
    // does them.
    for (auto& entry : domains_) entry.second.resolution.reset();
    parts_.resolver.cancel_waiting();
  }
  for (auto& visit : visits_) visit.second->stop(again);
  parts_.loop.defer([this] { finish_if_done(); });
}

void Scanner::finish_if_done() {
  const bool nothing_left = stopping_ ? visits_.empty() : list_read_ && domains_.empty();
  if (!nothing_left) return;
  wake_up_.stop();
  if (!port_is_blocked()) lines_.release();
  if (auto finished = std::exchange(finished_, nullptr)) finished();
}

}  // namespace scan
