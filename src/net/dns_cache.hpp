// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"
#include "net/dns.hpp"
#include "net/dns_message.hpp"

namespace net {

// Answers to be given again, of the types that many domains share: all but TXT. How long:
//
//   records     their TTL, an hour at most
//   a "no"      as its SOA record says, an hour at most (RFC 2308 section 5 finds one to three
//   hours a
//               sensible limit); without a SOA record not at all
//   a failure   30 seconds: SERVFAIL, silence, a refusal, a loop of aliases, ... (RFC 9520: one
//               second at least, five minutes at most)
//
// Bounded: `capacity` answers, the oldest makes room; none larger than kMaxAnswer. An answer and
// its question take some 240 octets. Pure: time is an argument.
class DnsCache {
 public:
  static constexpr base::Milliseconds kLongest{3'600'000};
  static constexpr base::Milliseconds kFailure{30'000};
  static constexpr std::size_t kMaxAnswer = 4096;  // octets, as they are kept

  // 0: nothing is ever kept.
  explicit DnsCache(std::size_t capacity) : capacity_(capacity) {}

  void store(const DnsQuestion& question, const DnsAnswer& answer, base::Instant now);
  // With from_cache, no attempts, and what is left of the TTLs.
  std::optional<DnsAnswer> find(const DnsQuestion& question, base::Instant now);

  [[nodiscard]] std::size_t size() const { return index_.size(); }

 private:
  struct Entry {
    std::string packed;  // the question's octets, then the answer's; empty: nobody's
    base::Instant stored;
    base::Instant until;
  };

  void forget(std::size_t place);

  std::size_t capacity_;
  std::vector<Entry> entries_;  // a ring: the next place is the oldest one's
  std::size_t next_ = 0;
  // From the hash of a question to its place. Two questions of one hash take turns: the octets are
  // compared.
  std::unordered_map<std::uint64_t, std::uint32_t> index_;
};

}  // namespace net
