// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "net/dns.hpp"
#include "net/loop.hpp"
#include "net/resolver_counts.hpp"

namespace net {

struct ResolverOptions {
  // "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:53"; empty: what /etc/resolv.conf says.
  std::vector<std::string> nameservers;
  base::Milliseconds timeout{2'000};     // of one try; doubles with each retry, 16-fold at most
  unsigned tries = 3;                    // per lookup, over all servers
  unsigned max_in_flight = 500;          // lookups under way at once; the rest wait in order
  double per_server_per_second = 1'000;  // queries to one server; 0: no limit
  double total_per_second = 2'000;       // queries in all; 0: no limit
  // Answers kept at most, enough for the mail servers that many domains share. 0: nothing is kept
  // or shared, every lookup is asked.
  std::size_t cache_entries = 20'000;
  // So long a server that does not answer is left alone (NameServerHealth).
  base::Milliseconds set_aside{10'000};
  // Queries to a server on the loopback share sockets (start_exchange()). False: none do.
  bool share_sockets = true;
};

// Asks recursive resolvers. EDNS0 and AD=1 in every query (RFC 6840 section 5.7: the server may say
// what it validated), truncated answers repeated over TCP. The servers are used in turn, but for
// those that have stopped to answer (NameServerHealth): they are asked when all have.
//
// A question is asked once at a time: lookups of one that is under way wait for its answer. A
// million domains share few mail servers, so answers are kept and given again (DnsCache).
//
// How a lookup goes: a try is a query to one server, with a time limit. SERVFAIL, REFUSED, FORMERR
// and NOTIMP are asked of the next server before they are believed, and never twice of one;
// silence and nonsense are tried again, nonsense over TCP. When all has failed, what a server has
// said comes before silence: TIMEOUT means that none of those asked said anything. Repeats that
// are no retry (over TCP after truncation, without EDNS after FORMERR) take no try, but count
// as queries.
class Resolver {
 public:
  // Fails with a sentence when a name server cannot be parsed or none is configured.
  static base::Result<std::unique_ptr<Resolver>> create(Loop& loop, const ResolverOptions& options);
  // Lookups still under way end as cancelled, from inside the destructor.
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  using Done = std::function<void(DnsAnswer)>;
  // `done` is called exactly once, never from inside this call; it may start further lookups (which
  // end as cancelled while the Resolver is being destroyed), and must not destroy the Resolver (use
  // Loop::defer for that). Aliases are followed within the answer. `name`: presentation form, in
  // any case, with or without the final dot.
  void lookup(std::string_view name, RecordType type, Done done);

  // Drops the lookups that have not been sent; they end as cancelled, not from inside this call.
  void cancel_waiting();

  [[nodiscard]] const ResolverCounts& counts() const;
  [[nodiscard]] std::vector<std::string> nameservers() const;
  // True when every name server is on the loopback: the AD flag then crossed no network.
  [[nodiscard]] bool is_local() const;

 private:
  struct Impl;
  explicit Resolver(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
