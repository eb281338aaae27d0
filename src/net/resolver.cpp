// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/resolver.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>

#include "net/dns_cache.hpp"
#include "net/dns_lookup.hpp"
#include "net/name_server.hpp"
#include "net/name_server_health.hpp"
#include "net/timer.hpp"
#include "net/token_bucket.hpp"

namespace net {

namespace {

struct Server {
  NameServer where;
  std::string name;
  TokenBucket pace;
  NameServerHealth health;
  std::unique_ptr<UdpSockets> shared;  // nullptr: each query has a socket of its own
};

bool is_silence(DnsStatus status) {
  return status == DnsStatus::timeout || status == DnsStatus::connect_failed;
}

}  // namespace

// A lookup is in one of these places:
//
//   waiting_ --room in flight--> ready_ --tokens--> asking_ --consider()--> done
//                                   ^                  |
//                                   +---query_again----+
//
// or, when it ends without a query (bad name, cached, cancelled), in ended_ until the next turn.
// One whose question is under way is nowhere: `shared` has whom to call.
struct Resolver::Impl {
  Impl(Loop& owner, const ResolverOptions& wanted, const std::vector<NameServer>& found)
      : loop(owner),
        options(wanted),
        pace(wanted.total_per_second),
        cache(wanted.cache_entries),
        tick(owner, [this] { turn(); }) {
    for (const auto& server : found) {
      const bool share = wanted.share_sockets && may_share_sockets(server);
      servers.push_back({server, server.to_string(), TokenBucket(wanted.per_server_per_second),
                         NameServerHealth(wanted.set_aside),
                         share ? std::make_unique<UdpSockets>(owner, server) : nullptr});
    }
  }

  using Owned = std::unique_ptr<DnsLookup>;
  using Queue = std::deque<Owned>;

  Loop& loop;
  ResolverOptions options;
  std::vector<Server> servers;  // outlive the exchanges, which may wait on their sockets
  TokenBucket pace;
  std::size_t next_server = 0;
  DnsCache cache;
  ResolverCounts counts;
  // Who waits for the answer to a question (as it goes over the wire), the one for whom it is asked
  // first.
  std::unordered_map<std::string, std::vector<Done>> shared;

  Queue waiting;
  Queue ready;
  std::unordered_map<DnsLookup*, Owned> asking;
  Queue ended;
  Timer tick;  // for tokens to come, or for what has ended
  std::optional<base::Instant> tick_at;

  void turn();
  void tick_no_later_than(base::Instant when);
  void fill();
  bool send_next();
  std::vector<bool> in_service() const;
  void send(Owned lookup, std::size_t server);
  void answered(DnsLookup* lookup, std::size_t server, bool probe, DnsResponse response);
  void queue(DnsQuestion question, Done done);
  void look_up_shared(DnsQuestion question, Done done);
  void deliver(const DnsQuestion& question, const DnsAnswer& answer);
  void end_later(Owned lookup);  // as its `best` says
  static void end(Owned lookup);
  static Queue take_all(Queue& queue) { return std::exchange(queue, Queue()); }
  Queue take_everything();
};

void Resolver::Impl::tick_no_later_than(base::Instant when) {
  if (tick_at && *tick_at <= when) return;
  tick_at = when;
  tick.start_at(when);
}

void Resolver::Impl::turn() {
  tick_at.reset();
  for (auto& lookup : take_all(ended)) end(std::move(lookup));
  fill();
}

// Sends what may be sent now.
void Resolver::Impl::fill() {
  while (!waiting.empty() && ready.size() + asking.size() < options.max_in_flight) {
    ready.push_back(std::move(waiting.front()));
    waiting.pop_front();
  }
  while (!ready.empty() && send_next()) {
  }
}

// False when the first in line must wait for a token; then the tick is set.
bool Resolver::Impl::send_next() {
  const base::Instant now = loop.now();
  if (!pace.has_token(now)) {
    tick_no_later_than(pace.next_token());
    return false;
  }
  const std::vector<bool> serving = in_service();
  std::optional<std::size_t> server;  // the next in turn that may be asked and has a token
  base::Instant soonest = base::Instant::max();
  for (std::size_t i = 0; i < servers.size() && !server; ++i) {
    const std::size_t next = (next_server + i) % servers.size();
    if (!ready.front()->may_ask(next, serving)) continue;
    soonest = std::min(soonest, servers[next].pace.next_token());
    if (servers[next].pace.has_token(now)) server = next;
  }
  if (!server) {
    tick_no_later_than(soonest);
    return false;
  }
  Owned lookup = std::move(ready.front());
  ready.pop_front();
  pace.take(now);
  servers[*server].pace.take(now);
  next_server = (*server + 1) % servers.size();
  send(std::move(lookup), *server);
  return true;
}

// When none of them answers, all are asked: it may be our own network that is down.
std::vector<bool> Resolver::Impl::in_service() const {
  std::vector<bool> serving;
  for (const Server& server : servers) serving.push_back(server.health.in_service(loop.now()));
  const bool any = std::find(serving.begin(), serving.end(), true) != serving.end();
  return any ? serving : std::vector<bool>(servers.size(), true);
}

void Resolver::Impl::send(Owned owned, std::size_t server) {
  DnsLookup* lookup = owned.get();
  asking.emplace(lookup, std::move(owned));
  const DnsQuery query{lookup->question,    servers[server].where, lookup->limit(options.timeout),
                       lookup->with_edns(), lookup->over_tcp(),    servers[server].shared.get()};
  ++counts.queries;
  if (lookup->best.attempts > 0 && !lookup->is_repeat()) ++counts.retries;
  const bool probe = servers[server].health.sent(loop.now());
  lookup->sent(server);
  lookup->exchange =
      start_exchange(loop, query, [this, lookup, server, probe](DnsResponse response) {
        answered(lookup, server, probe, std::move(response));
      });
}

void Resolver::Impl::answered(DnsLookup* lookup, std::size_t server, bool probe,
                              DnsResponse response) {
  Owned owned = std::move(asking.extract(lookup).mapped());
  owned->exchange.reset();
  if (is_silence(response.answer.status)) {
    servers[server].health.silent(probe, loop.now());
  } else {
    servers[server].health.answered();
  }
  const auto then = owned->consider(std::move(response), servers[server].name);
  if (then == DnsLookup::Then::query_again && owned->may_go_on(in_service())) {
    ready.push_front(std::move(owned));  // who waits longest goes first
  } else {
    end(std::move(owned));
  }
  fill();
}

void Resolver::Impl::queue(DnsQuestion question, Done done) {
  waiting.push_back(std::make_unique<DnsLookup>(std::move(question), servers.size(), options.tries,
                                                std::move(done)));
  fill();
}

void Resolver::Impl::look_up_shared(DnsQuestion question, Done done) {
  if (auto known = cache.find(question, loop.now())) {
    ++counts.hits;
    auto lookup = std::make_unique<DnsLookup>(std::move(question), servers.size(), options.tries,
                                              std::move(done));
    lookup->best = std::move(*known);
    end_later(std::move(lookup));
    return;
  }
  const auto [others, is_first] = shared.try_emplace(question.wire);
  others->second.push_back(std::move(done));
  if (!is_first) {
    ++counts.joined;
    return;
  }
  queue(question, [this, question](const DnsAnswer& answer) { deliver(question, answer); });
}

void Resolver::Impl::deliver(const DnsQuestion& question, const DnsAnswer& answer) {
  cache.store(question, answer, loop.now());
  // Taken out before anybody is called: who asks again asks anew.
  const std::vector<Done> dones = std::move(shared.extract(question.wire).mapped());
  DnsAnswer copy = answer;
  for (const Done& done : dones) {
    done(copy);
    copy.attempts = 0;
    copy.from_cache = true;
  }
}

void Resolver::Impl::end(Owned lookup) {
  const auto done = std::move(lookup->done);
  done(std::move(lookup->best));
}

void Resolver::Impl::end_later(Owned lookup) {
  ended.push_back(std::move(lookup));
  tick_no_later_than(loop.now());
}

Resolver::Impl::Queue Resolver::Impl::take_everything() {
  Queue all = take_all(ended);
  for (auto& [raw, lookup] : asking) {
    lookup->exchange.reset();
    all.push_back(std::move(lookup));
  }
  asking.clear();
  for (Queue* queue : {&ready, &waiting}) {
    for (auto& lookup : take_all(*queue)) all.push_back(std::move(lookup));
  }
  return all;
}

base::Result<std::unique_ptr<Resolver>> Resolver::create(Loop& loop,
                                                         const ResolverOptions& options) {
  auto servers = choose_name_servers(options.nameservers);
  if (!servers) return servers.error();
  auto impl = std::make_unique<Impl>(loop, options, *servers);
  impl->options.max_in_flight = std::max(options.max_in_flight, 1U);
  return std::unique_ptr<Resolver>(new Resolver(std::move(impl)));
}

Resolver::Resolver(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Resolver::~Resolver() {
  // Again and again: each `done` may start further lookups.
  for (auto all = impl_->take_everything(); !all.empty(); all = impl_->take_everything()) {
    for (auto& lookup : all) {
      DnsAnswer& answer = lookup->best;
      if (answer.status != DnsStatus::bad_name) {
        const unsigned attempts = answer.attempts;
        answer = {};
        answer.status = DnsStatus::cancelled;
        answer.attempts = attempts;
      }
      Impl::end(std::move(lookup));
    }
  }
}

void Resolver::lookup(std::string_view name, RecordType type, Done done) {
  ++impl_->counts.lookups;
  Done counted = [impl = impl_.get(), done = std::move(done)](DnsAnswer answer) {
    ++impl->counts.by_status[static_cast<std::size_t>(answer.status)];
    done(std::move(answer));
  };
  auto question = make_question(name, type);
  if (!question) {
    auto lookup = std::make_unique<DnsLookup>(DnsQuestion{}, impl_->servers.size(),
                                              impl_->options.tries, std::move(counted));
    lookup->best.status = DnsStatus::bad_name;
    impl_->end_later(std::move(lookup));
  } else if (impl_->options.cache_entries == 0) {
    impl_->queue(std::move(*question), std::move(counted));
  } else {
    impl_->look_up_shared(std::move(*question), std::move(counted));
  }
}

void Resolver::cancel_waiting() {
  // A lookup that has not been asked is cancelled as it was made.
  for (auto& lookup : Impl::take_all(impl_->waiting)) impl_->end_later(std::move(lookup));
  for (auto& lookup : Impl::take_all(impl_->ready)) {
    if (lookup->best.attempts == 0) {
      impl_->end_later(std::move(lookup));
    } else {
      impl_->ready.push_back(std::move(lookup));
    }
  }
}

const ResolverCounts& Resolver::counts() const { return impl_->counts; }

std::vector<std::string> Resolver::nameservers() const {
  std::vector<std::string> names;
  for (const auto& server : impl_->servers) names.push_back(server.name);
  return names;
}

bool Resolver::is_local() const {
  return std::all_of(impl_->servers.begin(), impl_->servers.end(),
                     [](const Server& server) { return server.where.address.is_loopback(); });
}

}  // namespace net
