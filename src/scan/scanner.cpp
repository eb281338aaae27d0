// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/scanner.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "model/records_json.hpp"
#include "scan/operators.hpp"

namespace scan {
namespace {

// So many lookups in a row that nobody answered, and nobody answers.
constexpr std::size_t kMostUnanswered = 200;

// Names of the blocklist that are passed over in one turn.
constexpr std::size_t kSkippedAtOnce = 1'000;

// Behind a 421 or 454 an address rests so long, beyond its usual rest.
constexpr base::Milliseconds kPatience{60'000};

}  // namespace

Scanner::Scanner(Parts parts, std::function<void()> finished, DoneBefore done)
    : parts_(std::move(parts)),
      finished_(std::move(finished)),
      lines_(parts_.lines),
      pace_(parts_.settings.rates),
      wake_up_(loop(), [this] { pump(); }),
      counts_(std::move(done.counts)),
      done_(std::move(done)) {
  WorkerEvents& events = *this;
  parts_.intake.on_ready([this] { pump_soon(); });
  for (std::size_t i = 0; i < parts_.loops.size(); ++i) {
    // A worker on our own loop needs no letters.
    const Worker::Home home =
        i == 0 ? Worker::Home([](const auto& work) { work(); })
               : Worker::Home([this](std::function<void()> work) { loop().post(std::move(work)); });
    workers_.push_back(
        std::make_unique<Worker>(parts_.loops[i], parts_.settings, parts_.plan, events, home));
  }
}

Scanner::~Scanner() = default;

void Scanner::start() {
  // News from other loops are nothing that a loop would wait for by itself.
  if (workers_.size() > 1) loop().keep_running(true);
  pump();
}

void Scanner::tell(std::size_t worker, std::function<void(Worker&)> work) {
  Worker& told = *workers_[worker];
  if (worker == 0) return work(told);
  parts_.loops[worker].loop.post([&told, work = std::move(work)] { work(told); });
}

std::size_t Scanner::worker_of(const base::IpAddress& address) const {
  return stable_hash(network_of(address)) / parts_.settings.shards % workers_.size();
}

bool Scanner::is_ours(const base::IpAddress& address) const {
  return stable_hash(network_of(address)) % parts_.settings.shards == parts_.settings.shard;
}

bool Scanner::is_ours(const std::string& domain) const {
  return stable_hash(domain) % parts_.settings.shards == parts_.settings.shard;
}

// Everything that can go on goes on; called after whatever may have made room.
void Scanner::pump() {
  recall();
  read_list();
  begin_visits();
  finish_if_done();
}

// Once for all that comes in one turn of the loop.
void Scanner::pump_soon() {
  if (std::exchange(pump_due_, true)) return;
  loop().defer([this] {
    pump_due_ = false;
    pump();
  });
}

// Takes back what was set aside, where there is less of a crowd now.
void Scanner::recall() {
  while (!stopping_ && !output_is_blocked() && !recall_.empty() &&
         resolving_ < Settings::kMaxResolving) {
    const std::string gate = *recall_.begin();
    recall_.erase(recall_.begin());
    for (std::size_t crowd = pace_.crowd(gate); crowd < parts_.settings.crowd / 2; ++crowd) {
      auto target = aside_.take(gate);
      if (!target) break;
      begin_domain(std::move(*target), gate);
    }
  }
}

void Scanner::read_list() {
  // As long as fewer visits could begin than senders could take soon. Domains that wait for an
  // address that rests hold nobody up, but for the memory that they take.
  const std::size_t enough = parts_.settings.senders + 16;
  std::size_t skipped = 0;
  while (!output_is_blocked() && !list_read_ && !stopping_ &&
         resolving_ < Settings::kMaxResolving && pace_.unhindered() < enough &&
         domains_.size() < Settings::kMaxDomains) {
    Target target;
    const Intake::State state = parts_.intake.next(target);
    list_read_ = state == Intake::State::end;
    if (state != Intake::State::target) break;
    if (parts_.blocklist.contains_name(target.domain)) {
      skip_domain(target);
      // A long list of these must not hold up the conversations.
      more_next_turn_ = ++skipped == kSkippedAtOnce;
      if (more_next_turn_) break;
    } else {
      begin_domain(std::move(target), {});
    }
  }
  counts_.lines_read = parts_.intake.lines_read();
  counts_.bad_lines = parts_.intake.bad_lines();
  counts_.duplicates = parts_.intake.duplicates();
}

void Scanner::skip_domain(const Target& target) {
  if (!is_ours(target.domain)) return;
  model::DomainRecord record;
  record.input = target.input;
  record.line = target.line;
  record.domain = target.domain;
  record.started = loop().wall_now();
  record.skipped = "blocklisted";
  record.mx_status = "unknown";
  write_domain(record);
}

void Scanner::begin_domain(Target target, const std::string& gate) {
  const std::uint64_t id = next_id_++;
  ++resolving_;
  Domain& domain = domains_[id];
  domain.target = target;
  domain.gate = gate;
  tell(id % workers_.size(),
       [id, target = std::move(target)](Worker& worker) { worker.resolve(id, target); });
}

// A visit that rests for minutes makes room for another, and waits for room when it goes on.
void Scanner::rested(std::uint64_t visit, bool rests) {
  wanted_.at(visit).resting = rests;
  if (rests) {
    ++resting_;
    pump_soon();
  } else {
    --resting_;
  }
}

// Whether anybody at all answers decides whether what was found says anything about others.
void Scanner::heard(const Heard& heard) {
  if (!heard.greeting.empty()) proxies_.greeted(heard.endpoint, heard.greeting);
  if (vantage_.state() != Vantage::State::undecided) return;
  if (heard.silent && !parts_.settings.authorized) vantage_.silent(heard.endpoint.ip);
  if (heard.stood) vantage_.connected();
  if (vantage_.state() == Vantage::State::open) lines_.release();
  if (!port_is_blocked()) return;
  lines_.discard();
  loop().defer([this] {
    stop();
    stop();
  });
}

bool Scanner::has_room() const {
  return visits_under_way_ - resting_ < parts_.settings.senders && !output_is_blocked();
}

bool Scanner::output_is_blocked() const { return parts_.output_blocked && parts_.output_blocked(); }

void Scanner::begin_visits() {
  base::Instant now = net::Loop::this_moment();
  while (!stopping_) {
    const auto turn = pace_.take(now, has_room());
    if (!turn) break;
    if (!turn->further) {
      begin_visit(turn->id);
      continue;
    }
    const std::size_t worker = worker_of(wanted_.at(turn->id).endpoint.ip);
    tell(worker, [id = turn->id](Worker& told) { told.go_on(id); });
  }
  now = net::Loop::this_moment();
  const auto change = pace_.next_change(now, has_room());
  if (stopping_) return;
  if (std::exchange(more_next_turn_, false)) {
    wake_up_.start_at(now);
  } else if (change) {
    wake_up_.start_at(*change);
  }
}

void Scanner::begin_visit(std::uint64_t id) {
  const Wanted& wanted = wanted_.at(id);
  ++visits_under_way_;
  const double backoff = pace_.backoff(wanted.operator_name, net::Loop::this_moment());
  tell(worker_of(wanted.endpoint.ip),
       [id, endpoint = wanted.endpoint, domain = wanted.first_domain, backoff](Worker& worker) {
         worker.visit(id, endpoint, domain, backoff);
       });
}

void Scanner::wants_turn(std::uint64_t visit, std::size_t conversations) {
  const Wanted& wanted = wanted_.at(visit);
  pace_.add_further(visit, wanted.endpoint.ip, wanted.operator_name, conversations,
                    !wanted.resting);
  pump_soon();
}

// A gate that every further visit to one of these servers would only crowd more; empty: none.
std::string Scanner::crowded_gate(const ResolvedDomain& resolved) const {
  for (const ResolvedDomain::Host& host : resolved.hosts) {
    const std::string& name = resolved.record.exchanges[host.exchange].name;
    for (const base::IpAddress& address : host.addresses) {
      const model::Endpoint endpoint{name, address, parts_.settings.port};
      if (!is_ours(address) || wanted_ids_.count(endpoint) != 0 ||
          done_.endpoints.contains(model::endpoint_id(endpoint)) ||
          !refusal(endpoint, resolved.record.exchanges[host.exchange]).empty())
        continue;
      for (const std::string& gate : Pace::gates_of(address, operator_of(name)))
        if (pace_.crowd(gate) >= parts_.settings.crowd) return gate;
    }
  }
  return {};
}

void Scanner::resolved(std::uint64_t domain_id, ResolvedDomain resolved) {
  const auto found = domains_.find(domain_id);
  if (found == domains_.end() || stopping_) return;
  --resolving_;
  pump_soon();
  Domain& domain = found->second;
  // A domain that was set aside is not set aside again, and the next one comes after it even when
  // it leads to no visit.
  if (aside_.has(domain.gate)) recall_.insert(domain.gate);
  if (model::is_unanswered(resolved.record.mx_lookup)) {
    domain.record = std::move(resolved.record);
    return keep_back(domain_id);
  }
  name_server_answered();
  if (domain.gate.empty()) {
    const std::string gate = crowded_gate(resolved);
    if (!gate.empty()) {
      aside_.put(gate, std::move(domain.target));
      domains_.erase(found);
      return;
    }
  }
  domain.target = {};
  domain.record = std::move(resolved.record);
  const auto& aliases = domain.record.aliases;
  if (std::any_of(aliases.begin(), aliases.end(), [this](const std::string& name) {
        return parts_.blocklist.contains_name(name);
      })) {
    domain.record.skipped = "blocklisted";
    resolved.hosts.clear();
  }
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
      if (is_ours(address) && !done_.endpoints.contains(id))
        want(domain_id, endpoint, refusal(endpoint, exchange));
    }
  }
  if (--domain.endpoints_missing == 0) complete(domain_id);
}

// That no name server answers any more is about us and not about the domains: then the run stops,
// and what was asked for meanwhile is left to a later run. So a domain without an answer is kept
// back until somebody else's has come.
void Scanner::keep_back(std::uint64_t domain_id) {
  unanswered_.push_back(domain_id);
  if (unanswered_.size() >= kMostUnanswered) lose_name_servers();
}

void Scanner::name_server_answered() {
  any_answer_ = true;
  for (const std::uint64_t id : std::exchange(unanswered_, {})) complete(id);
}

void Scanner::lose_name_servers() {
  name_servers_lost_ = true;
  stop();
}

// Each endpoint is visited once, however many domains want it.
void Scanner::want(std::uint64_t domain_id, const model::Endpoint& endpoint,
                   const std::string& why_not) {
  const auto [known, is_new] = wanted_ids_.try_emplace(endpoint, next_id_);
  if (is_new) ++next_id_;
  const std::uint64_t id = known->second;
  Wanted& wanted = wanted_[id];
  wanted.waiting.push_back(domain_id);
  ++domains_.at(domain_id).endpoints_missing;
  if (!is_new) return;
  wanted.endpoint = endpoint;
  wanted.first_domain = domains_.at(domain_id).record.domain;
  wanted.operator_name = operator_of(endpoint.mx_host);
  if (!why_not.empty()) return skip(id, why_not);
  pace_.add(id, endpoint.ip, wanted.operator_name);
}

void Scanner::skip(std::uint64_t id, const std::string& why_not) {
  model::EndpointRecord record;
  record.endpoint = wanted_.at(id).endpoint;
  record.started = loop().wall_now();
  record.skipped = why_not;
  if (parts_.plan.conclude) parts_.plan.conclude(record);
  lines_.write(model::endpoint_line(record, parts_.settings.run_id));
  counts_.add(record);
  settle(id);
}

// Why nothing is said to an endpoint; empty: it is visited. Every name of the host counts.
std::string Scanner::refusal(const model::Endpoint& endpoint,
                             const model::Exchange& exchange) const {
  const auto listed = [this](const std::string& name) {
    return parts_.blocklist.contains_name(name);
  };
  if (parts_.blocklist.contains(endpoint.ip) || listed(endpoint.mx_host) ||
      std::any_of(exchange.aliases.begin(), exchange.aliases.end(), listed))
    return "blocklisted";
  if (!parts_.settings.permits(endpoint.ip)) return "special_purpose_address";
  if (parts_.settings.client_name.empty() && !endpoint.ip.is_loopback()) return "no_ehlo_name";
  return {};
}

void Scanner::finished(Finished finished) {
  write_certificates(finished);
  lines_.write(finished.line);
  --visits_under_way_;
  const base::Instant now = net::Loop::this_moment();
  const Wanted& wanted = wanted_.at(finished.visit);
  const model::Endpoint endpoint = wanted.endpoint;
  const std::string operator_name = wanted.operator_name;
  base::Instant not_before = finished.not_before;
  if (finished.asks_patience && pace_.slow_down(operator_name, now))
    not_before = std::max(not_before, now + kPatience);
  pace_.release(endpoint.ip, now, not_before);
  for (const std::string& gate : Pace::gates_of(endpoint.ip, operator_name))
    if (aside_.has(gate)) recall_.insert(gate);
  // A visit that was cut short completes no domain: a later run has to do it again.
  if (!finished.interrupted) settle(finished.visit);
  pump_soon();
}

void Scanner::write_certificates(const Finished& finished) {
  for (const Finished::Certificate& certificate : finished.certificates) {
    if (!done_.certificates.insert(certificate.fingerprint)) continue;
    ++counts_.certificates;
    lines_.write(certificate.line);
  }
}

// The endpoint is done: the domains that waited for it are one nearer to their line.
void Scanner::settle(std::uint64_t id) {
  const auto wanted = wanted_.extract(id);
  wanted_ids_.erase(wanted.mapped().endpoint);
  done_.endpoints.insert(model::endpoint_id(wanted.mapped().endpoint));
  for (const std::uint64_t domain : wanted.mapped().waiting) {
    if (--domains_.at(domain).endpoints_missing == 0) complete(domain);
  }
}

void Scanner::complete(std::uint64_t domain_id) {
  const auto domain = domains_.extract(domain_id);
  model::DomainRecord& record = domain.mapped().record;
  if (!is_ours(record.domain)) return;
  record.duration =
      std::chrono::duration_cast<base::Milliseconds>(loop().wall_now() - record.started);
  write_domain(record);
}

void Scanner::write_domain(model::DomainRecord& record) {
  if (parts_.conclude_domain) parts_.conclude_domain(record);
  counts_.add(record);
  lines_.write(model::domain_line(record, parts_.settings.run_id));
}

void Scanner::stop() {
  const bool again = std::exchange(stopping_, true);
  // Domains that now wait for nobody, or whose lookups are not back: no line, so that a later run
  // does them.
  if (!again) pace_.clear_waiting();
  for (std::size_t i = 0; i < workers_.size(); ++i)
    tell(i, [again](Worker& worker) { worker.stop(again); });
  pump_soon();
}

void Scanner::ask_counts() {
  reports_missing_ += workers_.size();
  for (std::size_t i = 0; i < workers_.size(); ++i)
    tell(i, [](Worker& worker) { worker.report(); });
}

void Scanner::counted(const model::RunCounts& counts) {
  counts_ += counts;
  --reports_missing_;
  if (!closing_ || reports_missing_ != 0) return;
  loop().keep_running(false);
  if (auto finished = std::exchange(finished_, nullptr)) finished();
}

void Scanner::finish_if_done() {
  // Those kept back are the last: whether anybody has ever answered decides what they are.
  const bool only_unanswered = !unanswered_.empty() && domains_.size() == unanswered_.size();
  if (!stopping_ && list_read_ && aside_.size() == 0 && only_unanswered) {
    if (any_answer_) {
      name_server_answered();
    } else {
      lose_name_servers();
    }
  }
  const bool nothing_left =
      stopping_ ? visits_under_way_ == 0 : list_read_ && domains_.empty() && aside_.size() == 0;
  if (!nothing_left || (output_is_blocked() && !stopping_) || std::exchange(closing_, true)) return;
  wake_up_.stop();
  if (!port_is_blocked()) lines_.release();
  ask_counts();
}

}  // namespace scan
