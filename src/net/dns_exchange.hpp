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
#include "net/udp_sockets.hpp"

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
  // Of that server, and outlives the exchange; nullptr: a socket of its own. Not for TCP.
  UdpSockets* shared = nullptr;
};

// Whether queries to this server may share sockets: see below.
inline bool may_share_sockets(const NameServer& server) { return server.address.is_loopback(); }

// `done` is called exactly once, never from inside this call, and may destroy the exchange. Where
// nothing came that answers the query, the response's status is timeout, connect_failed, or
// bad_answer (something came that does not).
//
// Over UDP there are two ways. To a resolver across a network each exchange has a socket of its
// own: a source port that cannot be guessed (RFC 5452), and no neighbour to suffer from a broken
// answer; whatever comes to it was meant for it. On the loopback nobody but who holds the
// resolver's port can send to a socket that is connected to it, so there is no one to guess, and
// opening, watching and closing a socket is most of what a query costs. There exchanges
// share sockets (UdpSockets) and have their answers by the id. What has another's id or none is
// then nobody's answer and not a bad one; and when nobody listens, all that are under way end as
// connect_failed, which each would have been told by a socket of its own.
std::unique_ptr<DnsExchange> start_exchange(Loop& loop, const DnsQuery& query,
                                            std::function<void(DnsResponse)> done);

}  // namespace net
