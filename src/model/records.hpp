// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lines of output. Every line carries its type, its schema and the run's id; results-schema/
// says what each field means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "model/endpoint.hpp"
#include "model/fact.hpp"
#include "model/histogram.hpp"
#include "model/outcome.hpp"
#include "model/rare.hpp"
#include "model/sender_verdict.hpp"
#include "model/transcript.hpp"
#include "model/verdict.hpp"

namespace model {

// What the presented chain is worth at the time of the handshake, in zcrypto's words.
struct CertificateValidation {
  std::vector<std::string> faults;          // empty: a path to a trusted root, within its dates
  bool matches_domain = false;              // a DNS name of the certificate stands for the MX host
  std::vector<std::string> fingerprints{};  // SHA-256, 32 octets, of each certificate presented
};

// A transcript and what was made of it when it was written.
struct Conversation {
  Transcript transcript;
  std::optional<CertificateValidation> validation;  // when a certificate was presented
  std::optional<Outcome> outcome{};                 // derived by whoever ran the visit

  // SHA-256 of the certificate at this place of the chain presented, 32 octets: as hashed when it
  // was judged, else now.
  [[nodiscard]] std::string fingerprint(std::size_t place) const;
};

// One endpoint visited, or not visited and why.
struct EndpointRecord {
  Endpoint endpoint;
  std::string domain;  // the first that led here; empty: the endpoint itself was named
  base::WallTime started{};
  base::Milliseconds duration{};
  std::vector<Conversation> conversations;  // the plain probe first
  std::string skipped;                      // why nothing was said to it; empty: it was visited
  bool interrupted = false;                 // the run was stopped before the visit was over
  // How many times slower than asked its operator was being visited when the visit began, because
  // the operator had asked for patience (421, 454).
  double pace_backoff = 1;
  std::string cut_short;    // why fewer probes were played than planned; empty: all were
  std::vector<Fact> facts;  // derived from the conversations by whoever ran the visit
  std::optional<std::vector<Verdict>> verdicts{};  // of the facts, where somebody judged
  std::optional<MergedOutcome> outcome{};          // the same

  [[nodiscard]] unsigned dirty_closes() const;
};

// What DNS has of a DANE policy for an MX host (RFC 7672 sections 2.2.2 and 2.2.3).
struct TlsaRecord {
  std::uint8_t usage = 0;
  std::uint8_t selector = 0;
  std::uint8_t matching_type = 0;
  std::string data;  // octets
};
struct TlsaLookup {
  std::string status;   // zdns's word; empty: not asked
  std::string skipped;  // why not, where it was meant to be: "insecure_address", ...
  bool authenticated = false;
  std::string name;  // that was asked: _25._tcp.mx.example.org
  std::vector<TlsaRecord> records;
};

// The TXT records of a policy name, _mta-sts or _smtp._tls.
struct PolicyLookup {
  std::string status;  // zdns's word; empty: not asked
  bool authenticated = false;
  // Octets, each the concatenation of its strings; at most kMaxPolicyText of each.
  std::vector<std::string> records;
};
// A record of so many octets may have been longer.
constexpr std::size_t kMaxPolicyText = 4096;

// How the fetch of a domain's MTA-STS policy ended (RFC 8461 section 3.3).
enum class PolicyEnd : std::uint8_t {
  not_asked,        // no record announces one, or nobody asked
  fetched,          // status 200, and a whole body
  no_address,       // the policy host has none
  lookup_failed,    // of its addresses
  private_address,  // it has none that may be contacted
  connect_failed,
  timeout,
  tls_failed,   // no handshake
  redirected,   // status 3xx, which is not followed
  http_status,  // any other
  too_large,
  broken_off,  // closed within the answer
};
std::string_view to_string(PolicyEnd end);
std::optional<PolicyEnd> policy_end_of(std::string_view word);

struct PolicyFetch {
  PolicyEnd end = PolicyEnd::not_asked;
  std::string host{};     // "mta-sts.example.org"
  std::string address{};  // that was talked to; empty: none
  int http_status = 0;    // 0: none came
  std::string content_type{};
  std::string location{};  // of a redirect
  std::string words{};     // the library's own, of a failure
  std::string body{};      // octets, at most kMaxPolicyBody; empty unless fetched
  // Of the policy host's certificate, and whether it stands for the host; nullopt: none was shown.
  std::optional<CertificateValidation> validation{};
  base::Milliseconds duration{};
};
// RFC 8461 section 3.3 suggests 64 KiB.
constexpr std::size_t kMaxPolicyBody = 65536;

// CAA records of an MX host or, without any, of the nearest name above it (RFC 8659 section 3).
struct CaaRecord {
  bool critical = false;
  std::string tag;    // "issue"
  std::string value;  // octets
};
struct CaaLookup {
  std::string status;  // zdns's word; empty: not asked
  bool authenticated = false;
  std::string name;  // where they stand, or the last that was asked
  std::vector<CaaRecord> records;
};

// An MX host as DNS and our own rules show it.
struct Exchange {
  std::string name;
  unsigned preference = 0;
  std::vector<std::string> aliases;  // CNAME targets on the way to the addresses
  std::string ipv4_status;           // zdns's word for the A lookup; empty: not asked
  std::string ipv6_status;
  std::vector<std::string> ipv4_addresses;
  std::vector<std::string> ipv6_addresses;
  bool authenticated = false;  // AD flag on both address answers
  std::uint32_t ttl = 0;       // seconds, the least
  std::string problem;  // why it was not looked up or has no endpoint: "ip_literal", "localhost",
                        // ...; empty: none
  Rare<TlsaLookup> tlsa;
  Rare<CaaLookup> caa;
  std::vector<std::string> endpoint_ids;
};

struct DomainRecord {
  std::string input;     // as it stood in the list
  std::size_t line = 0;  // 1 for the first; 0: not from a list
  std::string domain;    // A-labels
  std::string skipped;   // why it was not looked up: "blocklisted"; empty: it was
  base::WallTime started{};
  base::Milliseconds duration{};
  std::string mx_lookup;  // zdns's word for the MX lookup: "NOERROR", "NXDOMAIN", "TIMEOUT"
  std::string mx_status;  // has_mx, implicit_mx, null_mx, ...; "unknown" when the lookup failed
  bool authenticated = false;
  std::uint32_t ttl = 0;
  std::vector<std::string> aliases;  // CNAME targets on the way from the domain to its MX records
  std::string extended_error;        // RFC 8914; UTF-8, escaped already (net::DnsAnswer)
  std::string resolver;
  std::vector<unsigned> null_mx_preferences;       // of each null MX (RFC 7505), sorted
  std::vector<Exchange> exchanges;                 // by preference, then name; without null MXs
  Rare<PolicyLookup> mta_sts;                      // RFC 8461 section 3.1
  Rare<PolicyFetch> mta_sts_policy;                // RFC 8461 section 3.3
  Rare<PolicyLookup> tlsrpt;                       // RFC 8460 section 3
  std::vector<Fact> facts;                         // derived from all of this by whoever scanned
  std::optional<std::vector<Verdict>> verdicts{};  // of the facts, where somebody judged
  std::optional<MergedOutcome> outcome{};  // where DNS alone decides; derived by whoever scanned
};

// Whether a lookup ended, by zdns's word for it, without any name server having said anything: that
// may be about us.
inline bool is_unanswered(std::string_view lookup) {
  return lookup == "TIMEOUT" || lookup == "CONNECT_FAILED";
}

struct CertificateRecord {
  std::string der;
  std::string first_seen;  // endpoint id
};

// What was made of one line afterwards, by `waxseal judge`.
struct JudgedLine {
  bool is_endpoint = true;  // otherwise a domain's
  std::string key{};        // endpoint_id as in its line, or the domain
  std::string run_id{};     // of that line
  std::string version{};    // of waxseal, whose checks these are
  std::vector<Verdict> verdicts{};
  // Of a domain: the verdicts of its endpoints too, as far as their lines came before it.
  RollUp with_endpoints{};
  std::size_t endpoints_judged = 0;
  std::size_t endpoints_missing = 0;
  // What would become of mail, where somebody asked; endpoint ids as in their lines.
  std::optional<std::vector<SenderVerdict>> senders{};
};

// How far the visits came, each step a subset of the one before: the denominators of any share.
// Counted over the endpoints visited; for the last three any conversation of the visit will do.
struct Funnel {
  std::uint64_t visited = 0;
  std::uint64_t connected = 0;
  std::uint64_t greeted = 0;  // a positive greeting
  std::uint64_t ehlo_accepted = 0;
  std::uint64_t starttls_offered = 0;
  std::uint64_t starttls_accepted = 0;
  std::uint64_t handshake_completed = 0;
  std::uint64_t chain_valid = 0;   // a path to a trusted root, within its dates
  std::uint64_t name_matches = 0;  // and the certificate names the MX host

  Funnel& operator+=(const Funnel& other);
  bool operator==(const Funnel&) const = default;
};

struct EndpointTraits;  // what of a record is counted (endpoint_traits.hpp)

// What was read of the list and written in lines. All but the first three can be counted from the
// lines as well (journal_json.hpp).
struct RunCounts {
  std::uint64_t lines_read = 0;  // of the list, comments and blank lines included
  std::uint64_t bad_lines = 0;
  std::uint64_t duplicates = 0;  // lines that named a domain again
  std::uint64_t domains = 0;
  std::uint64_t endpoints = 0;  // endpoint lines, skipped ones included
  std::uint64_t certificates = 0;
  std::uint64_t connections = 0;
  std::uint64_t dirty_closes = 0;
  Funnel funnel;
  std::map<std::string, std::uint64_t> mx_statuses;
  std::map<std::string, std::uint64_t> statuses;  // of the plain probe, zgrab2's words
  std::map<std::string, std::uint64_t> ends;  // "handshake.handshake_failed", of the plain probe
  std::map<std::string, std::uint64_t> outcomes;  // of endpoints and of domains without one, codes
  std::map<std::string, std::uint64_t> measurabilities;  // of the same
  std::map<std::string, std::uint64_t> skipped;
  std::map<std::string, std::uint64_t> tls_versions;  // of the last completed handshake of a visit
  // Of the plain probe, where we did not break it off: connect, greeting, ehlo, starttls,
  // handshake, and conversation for all of it.
  std::map<std::string, Histogram> stage_times;

  void add(const EndpointRecord& record);
  void add(const DomainRecord& record);
  void add(const EndpointTraits& traits);
  // Each loop counts for itself; a run is their sum.
  RunCounts& operator+=(const RunCounts& other);

  bool operator==(const RunCounts&) const = default;
};

// Conversations begun in a second, at most; 0: no limit.
struct Rates {
  double all = 0;
  double per_address = 0;
  double per_network = 0;   // /24 or /48
  double per_operator = 0;  // registrable domain of the MX host
};

// An operator that asked for patience.
struct Backoff {
  std::string op;                 // registrable domain
  std::uint64_t times = 0;        // how often it asked
  double slowest_per_second = 0;  // conversations begun in a second when it was slowest
};

// What was asked of the name servers.
struct DnsCounts {
  std::uint64_t lookups = 0;
  std::uint64_t cached = 0;   // of them, answered with an answer that was there, or on its way
  std::uint64_t queries = 0;  // sent, all repeats included
  std::uint64_t retries = 0;  // of them, those that followed on silence or a refusal
  std::map<std::string, std::uint64_t> statuses;  // of the lookups, zdns's words
};

// What everybody who reads the lines needs to know about how they came to be.
struct RunRecord {
  std::string run_id;
  std::string version;
  std::string wolfssl_version;
  std::string cares_version;
  std::vector<std::string> arguments;
  std::string input_name;
  base::WallTime started{};
  base::WallTime ended{};
  std::string client_name;
  std::vector<std::string> nameservers;
  bool resolver_is_local = false;
  bool interrupted = false;
  std::string smtp_proxy;  // the one name by which every server greeted; empty: there were several
  std::uint64_t seed = 0;  // of the order in which endpoints are visited
  unsigned shards = 1;
  unsigned shard = 0;              // below `shards`
  bool resumed = false;            // went on with the lines of an earlier run
  std::uint64_t already_done = 0;  // domains that these had
  Rates rates;
  unsigned loops = 1;  // event loops, each a thread
  DnsCounts dns;
  static constexpr std::size_t kMaxBackoffs = 100;
  std::vector<Backoff> backoffs;  // of more than kMaxBackoffs those are written that stand first
  RunCounts counts;
};

}  // namespace model
