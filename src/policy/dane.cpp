// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/dane.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "facts/lookup.hpp"
#include "policy/chains.hpp"
#include "policy/dane_records.hpp"
#include "policy/obstacle.hpp"

namespace policy {
namespace {

using facts::Dane;
using facts::DaneMatch;
using facts::Lookup;
using model::Answer;
using model::DomainRecord;
using model::Exchange;
using model::TlsaLookup;

constexpr std::string_view kDigests = "certificate_digests";
constexpr std::string_view kDnssecInvalid = "dnssec-invalid";

bool has_signed_records(const Exchange& exchange) {
  return exchange.tlsa->status == "NOERROR" && exchange.tlsa->authenticated &&
         !exchange.tlsa->records.empty();
}

// ---- A server -----------------------------------------------------------------------------------

// RFC 8460 section 4.3.
std::string_view tlsrpt_of(const DaneMatch& match) {
  if (match.dane == Dane::lookup_failed) return kDnssecInvalid;
  if (match.dane != Dane::fails) return {};
  if (match.property == "certificate_in_dates") return "certificate-expired";
  if (match.property == "certificate_names_mx_host") return "certificate-host-mismatch";
  return "tlsa-invalid";
}

DaneMatch fails_with(const DaneMatch& match, const ShownChain& chain) {
  const std::string whose = chain.of_server("certificate");
  return {Dane::fails,
          match.property == kDigests ? "no TLSA record is of " + whose
                                     : fmt::format("{} ({})", match.why, whose),
          match.property};
}

// Where several chains were shown each must match: which of them a sender gets depends on the keys
// that it likes. Two that were shown in turn for the same wish stay a doubt.
DaneMatch match_of(const TlsaLookup& tlsa, const std::vector<std::string>& next_hops,
                   const std::vector<model::Fact>& endpoint) {
  DaneMatch whole = facts::dane_match(tlsa, next_hops, endpoint);
  const std::vector<ShownChain> chains = chains_of(endpoint);
  if (whole.dane != Dane::unknown || chains.size() < 2) return whole;
  std::vector<DaneMatch> matches;
  for (const ShownChain& chain : chains)
    matches.push_back(facts::dane_match(tlsa, next_hops, facts_with(endpoint, chain)));
  const auto any = [&](Dane dane, bool stands) {
    for (std::size_t i = 0; i < chains.size(); ++i)
      if (matches[i].dane == dane && chains[i].stands == stands) return true;
    return false;
  };
  for (std::size_t i = 0; i < chains.size(); ++i) {
    if (matches[i].dane != Dane::fails) continue;
    const bool in_turn = chains[i].stands && (any(Dane::matches, true) || any(Dane::unknown, true));
    if (!in_turn) return fails_with(matches[i], chains[i]);
  }
  return whole;
}

DaneAtServer at_server(const Exchange& exchange, const std::vector<std::string>& next_hops,
                       const std::string& endpoint_id, const model::EndpointRecord* record) {
  static const std::vector<model::Fact> kNoFacts;
  const auto& facts = record == nullptr ? kNoFacts : record->facts;
  DaneAtServer at{endpoint_id,
                  match_of(*exchange.tlsa, next_hops, facts),
                  records_at(exchange.tlsa->records, chains_of(facts)),
                  {}};
  at.tlsrpt_result = tlsrpt_of(at.match);
  // A sender wants TLS as soon as there are signed records (RFC 7672 section 2.2).
  if (!has_signed_records(exchange)) return at;
  const Obstacle tls = before_tls(record);
  if (tls.passed == Answer::no) {
    at.match = {Dane::fails, tls.why, tls.property};
    at.tlsrpt_result = tls.tlsrpt_result;
  } else if (tls.passed == Answer::unknown &&
             (at.match.dane == Dane::matches || at.match.dane == Dane::unknown)) {
    at.match = {Dane::unknown, tls.why, tls.property};
  }
  return at;
}

// ---- A host -------------------------------------------------------------------------------------

// Which of a host's records count and are of nothing that any of its servers showed.
const model::TlsaRecord* without_certificate(const DaneAtHost& host) {
  if (host.servers.empty()) return nullptr;
  for (std::size_t i = 0; i < host.servers.front().records.size(); ++i) {
    const bool nowhere =
        std::all_of(host.servers.begin(), host.servers.end(), [i](const DaneAtServer& server) {
          return server.records[i].use == RecordUse::matches_nothing;
        });
    if (nowhere) return &host.servers.front().records[i].record;
  }
  return nullptr;
}

const DaneAtServer* first_that(const DaneAtHost& host, Dane dane) {
  const auto found = std::find_if(host.servers.begin(), host.servers.end(),
                                  [dane](const auto& server) { return server.match.dane == dane; });
  return found == host.servers.end() ? nullptr : &*found;
}

void decide(DaneAtHost& host, DaneState state, std::string why, std::string_view tlsrpt = {}) {
  host.state = state;
  host.why = std::move(why);
  host.tlsrpt_result = tlsrpt;
}

// "192.0.2.1:25: STARTTLS is not offered", where there are several.
std::string at_address(const DaneAtHost& host, const DaneAtServer& server) {
  if (host.servers.size() < 2) return server.match.why;
  const std::string& id = server.endpoint_id;
  const std::size_t slash = id.find('/');
  return (slash == std::string::npos ? id : id.substr(slash + 1)) + ": " + server.match.why;
}

// There are usable records, and no server that they do not fit.
void decide_fitting(DaneAtHost& host, bool mx_signed) {
  if (!mx_signed)
    return decide(host, DaneState::half, "the MX answer that leads to the host is not signed");
  if (const model::TlsaRecord* record = without_certificate(host))
    return decide(host, DaneState::rollover, in_words(*record) + " is of nothing that was shown");
  decide(host, DaneState::valid, {});
}

void decide(DaneAtHost& host, const Exchange& exchange, bool mx_signed) {
  if (const DaneAtServer* server = first_that(host, Dane::fails))
    return decide(host, DaneState::invalid, at_address(host, *server), server->tlsrpt_result);
  if (const auto by_dns = facts::dane_by_dns(*exchange.tlsa)) {
    switch (by_dns->dane) {
      case Dane::none:
        return decide(host, DaneState::none, by_dns->why);
      case Dane::unusable:
        return decide(host, DaneState::unusable, by_dns->why);
      case Dane::lookup_failed:
        return decide(host, DaneState::lookup_failed, by_dns->why, kDnssecInvalid);
      default:
        break;
    }
    // An address in place of a name, and the like: no mail goes there, and no TLSA record helps.
    const bool impossible = !exchange.problem.empty() && exchange.problem != "over_limit" &&
                            exchange.problem != "address_lookup_failed";
    return decide(host, impossible ? DaneState::none : DaneState::unknown,
                  impossible ? exchange.problem : by_dns->why);
  }
  if (const DaneAtServer* server = first_that(host, Dane::unknown))
    return decide(host, DaneState::unknown, at_address(host, *server));
  if (host.servers.empty())
    return decide(host, DaneState::unknown, "nobody has looked at a server of it");
  decide_fitting(host, mx_signed);
}

DaneAtHost of_host(const View& view, const Exchange& exchange) {
  DaneAtHost host;
  host.mx_host = exchange.name;
  host.preference = exchange.preference;
  host.tlsa_name = exchange.tlsa->name;
  const std::vector<std::string> next_hops = next_hops_of(view.domain);
  for (const std::string& id : exchange.endpoint_ids)
    host.servers.push_back(at_server(exchange, next_hops, id, view.server(id)));
  decide(host, exchange, view.domain.authenticated);
  return host;
}

// ---- A domain -----------------------------------------------------------------------------------

Coverage coverage_of(const DomainRecord& domain) {
  const auto with = static_cast<std::size_t>(
      std::count_if(domain.exchanges.begin(), domain.exchanges.end(), has_signed_records));
  if (with == 0) return Coverage::none;
  return with == domain.exchanges.size() ? Coverage::all : Coverage::some;
}

// The MX answer is missing.
void decide_without_hosts(DaneOfDomain& dane, const DomainRecord& domain) {
  if (!domain.skipped.empty()) {
    dane.state = DaneState::unknown;
    dane.why = "the domain was not looked up: " + domain.skipped;
    return;
  }
  const Lookup lookup = facts::lookup_of(domain.mx_lookup);
  if (facts::is_conclusive(lookup)) return;
  dane.why = "MX " + (domain.mx_lookup.empty() ? "not asked for" : domain.mx_lookup);
  dane.state = lookup == Lookup::failed ? DaneState::lookup_failed : DaneState::unknown;
  if (lookup == Lookup::failed) dane.tlsrpt_result = kDnssecInvalid;
}

void decide_by_worst(DaneOfDomain& dane) {
  const auto worst =
      std::min_element(dane.hosts.begin(), dane.hosts.end(),
                       [](const DaneAtHost& a, const DaneAtHost& b) { return a.state < b.state; });
  dane.state = worst->state;
  if (!worst->why.empty()) dane.why = worst->mx_host + ": " + worst->why;
  dane.tlsrpt_result = worst->tlsrpt_result;
}

// Nobody knows what is signed; which record is of what remains.
void distrust(DaneOfDomain& dane) {
  const std::string why = "the resolver's word on DNSSEC is not trusted";
  for (DaneAtHost& host : dane.hosts) {
    decide(host, DaneState::unknown, why);
    for (DaneAtServer& server : host.servers) {
      server.match = {Dane::unknown, why};
      server.tlsrpt_result = {};
    }
  }
  // Without a host to send to there is nothing to doubt.
  if (dane.hosts.empty() && dane.state == DaneState::none) return;
  dane.state = DaneState::unknown;
  dane.why = why;
  dane.tlsrpt_result = {};
}

}  // namespace

DaneOfDomain dane_of(const View& view) {
  DaneOfDomain dane;
  dane.mx_signed = view.domain.authenticated && view.resolver_trusted;
  dane.coverage = coverage_of(view.domain);
  for (const Exchange& exchange : view.domain.exchanges)
    dane.hosts.push_back(of_host(view, exchange));
  if (dane.hosts.empty()) {
    decide_without_hosts(dane, view.domain);
  } else {
    decide_by_worst(dane);
  }
  if (!view.resolver_trusted) distrust(dane);
  return dane;
}

}  // namespace policy
