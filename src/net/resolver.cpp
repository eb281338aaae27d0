// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/resolver.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>

#include "net/dns_lookup.hpp"
#include "net/name_server.hpp"
#include "net/timer.hpp"
#include "net/token_bucket.hpp"

namespace net {

namespace {

struct Server {
  NameServer where;
  std::string name;
  TokenBucket pace;
};

}  // namespace

// A lookup is in one of these places:
//
//   waiting_ --room in flight--> ready_ --tokens--> asking_ --consider()--> done
//                                   ^                  |
//                                   +---query_again----+
//
// or, when it ends without a query (bad name, cancelled), in ended_ until the next turn.
struct Resolver::Impl {
  Impl(Loop& owner, const ResolverOptions& wanted, const std::vector<NameServer>& found)
      : loop(owner),
        options(wanted),
        pace(wanted.total_per_second),
        tick(owner, [this] { turn(); }) {
    for (const auto& server : found) {
      servers.push_back({server, server.to_string(), TokenBucket(wanted.per_server_per_second)});
    }
  }

  using Owned = std::unique_ptr<DnsLookup>;
  using Queue = std::deque<Owned>;

  Loop& loop;
  ResolverOptions options;
  std::vector<Server> servers;
  TokenBucket pace;
  std::size_t next_server = 0;

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
  std::optional<std::size_t> choose_server(const DnsLookup& lookup, base::Instant now) const;
  void send(Owned lookup, std::size_t server);
  void answered(DnsLookup* lookup, std::size_t server, DnsResponse response);
  void end_later(Owned lookup, DnsStatus status);
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
  const auto server = choose_server(*ready.front(), now);
  if (!server) {
    base::Instant soonest = base::Instant::max();
    for (std::size_t i = 0; i < servers.size(); ++i) {
      if (ready.front()->may_ask(i)) soonest = std::min(soonest, servers[i].pace.next_token());
    }
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

// The next in turn that may be asked and has a token.
std::optional<std::size_t> Resolver::Impl::choose_server(const DnsLookup& lookup,
                                                         base::Instant now) const {
  for (std::size_t i = 0; i < servers.size(); ++i) {
    const std::size_t server = (next_server + i) % servers.size();
    if (lookup.may_ask(server) && servers[server].pace.has_token(now)) return server;
  }
  return std::nullopt;
}

void Resolver::Impl::send(Owned owned, std::size_t server) {
  DnsLookup* lookup = owned.get();
  asking.emplace(lookup, std::move(owned));
  const DnsQuery query{lookup->question, servers[server].where, lookup->limit(options.timeout),
                       lookup->with_edns(), lookup->over_tcp()};
  lookup->sent(server);
  lookup->exchange = start_exchange(loop, query, [this, lookup, server](DnsResponse response) {
    answered(lookup, server, std::move(response));
  });
}

void Resolver::Impl::answered(DnsLookup* lookup, std::size_t server, DnsResponse response) {
  Owned owned = std::move(asking.extract(lookup).mapped());
  owned->exchange.reset();
  const auto then = owned->consider(std::move(response), servers[server].name);
  if (then == DnsLookup::Then::query_again) {
    ready.push_front(std::move(owned));  // who waits longest goes first
  } else {
    end(std::move(owned));
  }
  fill();
}

void Resolver::Impl::end(Owned lookup) {
  const auto done = std::move(lookup->done);
  done(std::move(lookup->best));
}

void Resolver::Impl::end_later(Owned lookup, DnsStatus status) {
  lookup->best.status = status;
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
      if (lookup->best.status != DnsStatus::bad_name) lookup->best.status = DnsStatus::cancelled;
      Impl::end(std::move(lookup));
    }
  }
}

void Resolver::lookup(std::string_view name, RecordType type, Done done) {
  auto question = make_question(name, type);
  const bool good = question.has_value();
  auto lookup =
      std::make_unique<DnsLookup>(good ? std::move(*question) : DnsQuestion{},
                                  impl_->servers.size(), impl_->options.tries, std::move(done));
  if (!good) {
    impl_->end_later(std::move(lookup), DnsStatus::bad_name);
    return;
  }
  impl_->waiting.push_back(std::move(lookup));
  impl_->fill();
}

void Resolver::cancel_waiting() {
  for (auto& lookup : Impl::take_all(impl_->waiting)) {
    impl_->end_later(std::move(lookup), DnsStatus::cancelled);
  }
  for (auto& lookup : Impl::take_all(impl_->ready)) {
    if (lookup->best.attempts == 0) {
      impl_->end_later(std::move(lookup), DnsStatus::cancelled);
    } else {
      impl_->ready.push_back(std::move(lookup));
    }
  }
}

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
