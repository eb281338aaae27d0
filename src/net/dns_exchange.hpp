// SPDX-License-Identifier: GPL-3.0-or-later
//
// One query to one server and what came of it.
//
// Not by a c-ares channel, for what a channel does on its own account: it shortens the time limit
// to five times the average latency seen (250 ms at a busy resolver's cache, too short for the
// names it has to ask for), sends repeats that nobody counts or paces, and throws one unreadable
// datagram at all queries of the socket it came to.
#pragma once

#include <functional>
#include <memory>

#include "base/time.hpp"
#include "net/dns_message.hpp"
#include "net/loop.hpp"
#include "net/name_server.hpp"

namespace net {

// Destroying it ends the exchange; nothing is called then.
class DnsExchange {
 public:
  DnsExchange() = default;
  virtual ~DnsExchange() = default;
  DnsExchange(const DnsExchange&) = delete;
  DnsExchange& operator=(const DnsExchange&) = delete;
};

struct DnsQuery {
  const DnsQuestion& question;  // must outlive the exchange
  NameServer server;
  base::Milliseconds timeout;
  bool edns = true;
  bool tcp = false;
};

// `done` is called exactly once, never from inside this call, and may destroy the exchange. Where
// nothing came that answers the query, the response's status is timeout, connect_failed, or
// bad_answer (something came that does not).
// Each exchange has a socket of its own: a source port that cannot be guessed (RFC 5452), and no
// neighbour to suffer from a broken answer.
std::unique_ptr<DnsExchange> start_exchange(Loop& loop, const DnsQuery& query,
                                            std::function<void(DnsResponse)> done);

}  // namespace net
