// SPDX-License-Identifier: GPL-3.0-or-later
//
// DNS answers as values. Names are in presentation form, lower case, without the final dot; the
// root is ".". Octets that are not printable stand as \DDD, the characters " . ; \ ( ) @ $ inside
// a label behind a backslash (RFC 1035 section 5.1), so equal names are equal strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.hpp"

namespace net {

enum class RecordType : std::uint16_t {
  a = 1,
  cname = 5,
  mx = 15,
  txt = 16,
  aaaa = 28,
  tlsa = 52,
  caa = 257
};

// How a lookup ended; the words are zdns's where it has one.
enum class DnsStatus : std::uint8_t {
  noerror,    // the answer has records of the type asked for
  no_answer,  // NOERROR without such records (NODATA, RFC 2308 section 2.2)
  nxdomain,
  servfail,
  refused,
  formerr,
  notimp,
  timeout,         // no server answered, after all retries
  connect_failed,  // no server could be reached (refused, unreachable)
  bad_answer,      // what came was no DNS message, or did not answer the question
  bad_name,        // cannot be asked for (empty label, label over 63 octets, name over 255)
  cname_loop,      // aliases lead in a circle, or further than 16 steps
  cancelled,
};
constexpr std::size_t kDnsStatuses = static_cast<std::size_t>(DnsStatus::cancelled) + 1;
// "NOERROR", "NO_ANSWER", "NXDOMAIN", "SERVFAIL", "TIMEOUT", ...
std::string_view to_string(DnsStatus status);

struct MxRecord {
  std::uint16_t preference = 0;
  std::string exchange;  // "." for a null MX (RFC 7505)
};
struct TlsaRecord {
  std::uint8_t usage = 0;
  std::uint8_t selector = 0;
  std::uint8_t matching_type = 0;
  std::string data;  // octets
};

// RFC 8659 section 4.1.
struct CaaRecord {
  std::uint8_t flags = 0;
  std::string tag;    // octets, at least one
  std::string value;  // octets, cut off at kMaxText
};

// Octets of a TXT record or of the value of a CAA record; one of so many may have been longer.
constexpr std::size_t kMaxText = 4096;

// Limits: 256 records, of TXT, TLSA and CAA 64, 16 aliases, 64 KiB of text and of CAA values;
// what comes after is left out.
struct DnsAnswer {
  DnsStatus status = DnsStatus::timeout;
  // The AD flag; worth what the resolver and the path to it are worth.
  bool authenticated = false;
  // Seconds; the least of the records and aliases used, 0 without records. What is left of it when
  // the answer is from the cache.
  std::uint32_t ttl = 0;
  // Seconds that a "no" (no_answer, nxdomain) may be kept: the least of the TTL and the MINIMUM of
  // the authority section's SOA record (RFC 2308 section 5) and the TTLs of the aliases. 0 without
  // a SOA record.
  std::uint32_t negative_ttl = 0;
  std::vector<std::string> aliases;        // CNAME targets in order, the last one owns the records
  std::vector<MxRecord> mx;                // as received; sorting is the caller's business
  std::vector<base::IpAddress> addresses;  // a and aaaa
  // Octets, each the concatenation of its strings (RFC 7208 section 3.3, RFC 8461 section 3.1), cut
  // off at kMaxText.
  std::vector<std::string> txt;
  std::vector<TlsaRecord> tlsa;
  std::vector<CaaRecord> caa;
  // RFC 8914: "9 DNSKEY Missing: ..." when the resolver said so, else empty; the last one when
  // it said several. UTF-8, as base::escape() writes it.
  std::string extended_error;
  std::string server;     // who answered, "127.0.53.2:53"; empty when nobody did
  unsigned attempts = 0;  // queries sent for this lookup, TCP repeats included
  // Nothing was sent: the answer to an earlier lookup of the same question, or to one that was
  // under way.
  bool from_cache = false;
};

}  // namespace net
