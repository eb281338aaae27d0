// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "model/records.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"
#include "scan/intake.hpp"
#include "scan/settings.hpp"

namespace scan {

// What DNS says of one domain: its record, and the addresses to visit.
struct ResolvedDomain {
  model::DomainRecord record;  // endpoint_ids still empty
  struct Host {
    std::size_t exchange = 0;                // index in record.exchanges
    std::vector<base::IpAddress> addresses;  // IPv4 first
  };
  std::vector<Host> hosts;
};

// Finds the mail servers of a domain as a sender does (RFC 5321 section 5.1, RFC 7505): MX records
// sorted by preference; without MX records the domain itself, if it has an address; a null MX means
// none. A lookup that failed is not "no MX": its status says so.
class MxResolution {
 public:
  using Done = std::function<void(ResolvedDomain)>;

  // Starts at once. `done` is called exactly once, never from inside this constructor, unless the
  // resolution is destroyed first; it may destroy the resolution.
  MxResolution(net::Loop& loop, net::Resolver& resolver, const Settings& settings, Target target,
               Done done);
  MxResolution(const MxResolution&) = delete;
  MxResolution& operator=(const MxResolution&) = delete;

 private:
  void mx_answered(const net::DnsAnswer& answer);
  void add_exchanges(const net::DnsAnswer& answer);
  void look_up_addresses();
  void address_answered(std::size_t host, net::RecordType type, const net::DnsAnswer& answer);
  void finish();

  net::Loop& loop_;
  net::Resolver& resolver_;
  const Settings& settings_;
  ResolvedDomain resolved_;
  Done done_;
  std::size_t lookups_ = 0;      // under way
  std::shared_ptr<bool> alive_;  // callbacks outlive us: the resolver cannot forget a lookup
};

}  // namespace scan
