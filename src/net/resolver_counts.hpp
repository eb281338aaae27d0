// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "net/dns.hpp"

namespace net {

// What a Resolver has done so far. Every lookup is a hit, or joined, or is asked for by queries, or
// asks nobody (bad_name, cancelled).
struct ResolverCounts {
  std::uint64_t lookups = 0;
  std::uint64_t hits = 0;     // answered from the cache
  std::uint64_t joined = 0;   // answered with another of the same question that was under way
  std::uint64_t queries = 0;  // sent, all repeats included
  std::uint64_t retries = 0;  // of them, those that followed on silence or a refusal
  std::array<std::uint64_t, kDnsStatuses> by_status{};  // lookups that have ended, by DnsStatus

  [[nodiscard]] std::uint64_t of(DnsStatus status) const {
    return by_status[static_cast<std::size_t>(status)];
  }
  ResolverCounts& operator+=(const ResolverCounts& other) {
    lookups += other.lookups;
    hits += other.hits;
    joined += other.joined;
    queries += other.queries;
    retries += other.retries;
    for (std::size_t i = 0; i < kDnsStatuses; ++i) by_status[i] += other.by_status[i];
    return *this;
  }
};

}  // namespace net
