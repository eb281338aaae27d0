// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/mx_resolution.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "base/ip_address.hpp"
#include "base/text.hpp"
#include "wire/policy_records.hpp"

namespace scan {
namespace {

bool is_localhost(std::string_view name) {
  return name == "localhost" || (name.size() > 10 && name.substr(name.size() - 10) ==
                                                         ".localhost");  // RFC 6761 section 6.3
}

// Why an exchange is not looked up; empty: it is.
std::string problem_of(const model::Exchange& exchange, std::size_t index, bool loopback_allowed) {
  if (index >= Settings::kMaxExchanges) return "over_limit";
  if (base::IpAddress::parse(exchange.name)) return "ip_literal";
  if (is_localhost(exchange.name) && !loopback_allowed) return "localhost";
  return {};
}

bool is_no(std::string_view status) { return status == "NO_ANSWER" || status == "NXDOMAIN"; }

// Why TLSA is not asked for; empty: it is.
std::string reason_against_tlsa(const model::Exchange& exchange) {
  for (const std::string& status : {exchange.ipv4_status, exchange.ipv6_status}) {
    if (status != "NOERROR" && !is_no(status)) return "address_lookup_failed";
  }
  if (exchange.ipv4_addresses.empty() && exchange.ipv6_addresses.empty()) return "no_address";
  return exchange.authenticated ? "" : "insecure_address";
}

// Room for what one lookup may leave in a record that waits for its visits.
class PolicyRoom {
 public:
  bool take(std::size_t octets) {
    if (records_ == Settings::kMaxPolicyRecords || octets > octets_left_) return false;
    ++records_;
    octets_left_ -= octets;
    return true;
  }

 private:
  std::size_t records_ = 0;
  std::size_t octets_left_ = Settings::kMaxPolicyOctets;
};

// `version`: what a record begins with that is meant. These come first where there is no room for
// all: a wildcard may bring any number of others.
model::PolicyLookup policy_lookup(const net::DnsAnswer& answer, std::string_view version) {
  static_assert(net::kMaxText == model::kMaxPolicyText);
  model::PolicyLookup lookup;
  lookup.status = net::to_string(answer.status);
  lookup.authenticated = answer.authenticated;
  PolicyRoom room;
  for (const bool meant : {true, false}) {
    for (const std::string& text : answer.txt) {
      if (base::starts_with_ignoring_case(text, version) == meant && room.take(text.size()))
        lookup.records.push_back(text);
    }
  }
  return lookup;
}

model::TlsaLookup tlsa_lookup(const net::DnsAnswer& answer) {
  model::TlsaLookup lookup;
  lookup.status = net::to_string(answer.status);
  lookup.authenticated = answer.authenticated;
  PolicyRoom room;
  for (const net::TlsaRecord& tlsa : answer.tlsa) {
    if (room.take(tlsa.data.size()))
      lookup.records.push_back({tlsa.usage, tlsa.selector, tlsa.matching_type, tlsa.data});
  }
  return lookup;
}

model::CaaLookup caa_lookup(const net::DnsAnswer& answer, const std::string& name,
                            bool authenticated) {
  model::CaaLookup lookup;
  lookup.status = net::to_string(answer.status);
  lookup.authenticated = answer.authenticated && authenticated;
  lookup.name = name;
  PolicyRoom room;
  constexpr unsigned critical = 0x80;  // RFC 8659 section 4.1
  for (const net::CaaRecord& caa : answer.caa) {
    if (room.take(caa.tag.size() + caa.value.size()))
      lookup.records.push_back({(caa.flags & critical) != 0, caa.tag, caa.value});
  }
  return lookup;
}

// One label less; empty: it has one label alone. A dot behind a backslash is part of a label.
std::string parent_of(std::string_view name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '\\') {
      ++i;
    } else if (name[i] == '.') {
      return std::string(name.substr(i + 1));
    }
  }
  return {};
}

}  // namespace

MxResolution::MxResolution(net::Loop& loop, net::Resolver& resolver, const Settings& settings,
                           Target target, Done done, session::CertificateVerifier* verifier)
    : loop_(loop),
      resolver_(resolver),
      settings_(settings),
      done_(std::move(done)),
      verifier_(verifier),
      alive_(std::make_shared<bool>(true)) {
  resolved_.record.input = std::move(target.input);
  resolved_.record.line = target.line;
  resolved_.record.domain = std::move(target.domain);
  resolved_.record.started = loop.wall_now();
  if (target.is_host) {
    take_host();
    return;
  }
  resolver_.lookup(resolved_.record.domain, net::RecordType::mx,
                   [this, alive = std::weak_ptr<bool>(alive_)](const net::DnsAnswer& answer) {
                     if (!alive.expired()) mx_answered(answer);
                   });
}

// The server itself was named.
void MxResolution::take_host() {
  model::DomainRecord& record = resolved_.record;
  record.mx_status = "named_host";
  model::Exchange host;
  host.name = record.domain;
  if (const auto address = base::IpAddress::parse(host.name)) {
    const bool is_ipv4 = address->family() == base::IpAddress::Family::ipv4;
    (is_ipv4 ? host.ipv4_addresses : host.ipv6_addresses).push_back(address->to_string());
    record.exchanges.push_back(std::move(host));
    resolved_.hosts.push_back({0, {*address}});
    return finish();
  }
  record.exchanges.push_back(std::move(host));
  look_up_addresses();
}

void MxResolution::mx_answered(const net::DnsAnswer& answer) {
  model::DomainRecord& record = resolved_.record;
  record.mx_lookup = net::to_string(answer.status);
  record.authenticated = answer.authenticated;
  record.ttl = answer.ttl;
  record.aliases = answer.aliases;
  record.extended_error = answer.extended_error;
  record.resolver = answer.server;
  switch (answer.status) {
    case net::DnsStatus::noerror:
      add_exchanges(answer);
      break;
    case net::DnsStatus::no_answer:
      // The implicit MX: preference 0, the domain itself.
      record.mx_status = "implicit_mx";
      record.exchanges.push_back({});
      record.exchanges.back().name = record.domain;
      break;
    case net::DnsStatus::nxdomain:
      record.mx_status = "nxdomain";
      break;
    default:
      record.mx_status = "unknown";
      break;
  }
  look_up_policies();
  look_up_addresses();
}

// `answered` may ask for more.
void MxResolution::ask(const std::string& name, net::RecordType type,
                       std::function<void(const net::DnsAnswer&)> answered) {
  ++lookups_;
  resolver_.lookup(name, type,
                   [this, answered = std::move(answered),
                    alive = std::weak_ptr<bool>(alive_)](const net::DnsAnswer& answer) {
                     if (alive.expired()) return;
                     answered(answer);
                     if (--lookups_ == 0) finish();
                   });
}

void MxResolution::look_up_policies() {
  model::DomainRecord& record = resolved_.record;
  const bool is_there = record.mx_lookup == "NOERROR" || record.mx_lookup == "NO_ANSWER";
  if (!settings_.policy_records || !is_there) return;
  ask("_mta-sts." + record.domain, net::RecordType::txt,
      [this](const net::DnsAnswer& answer) { mta_sts_answered(answer); });
  ask("_smtp._tls." + record.domain, net::RecordType::txt, [&record](const net::DnsAnswer& answer) {
    record.tlsrpt = policy_lookup(answer, "v=TLSRPTv1");
  });
}

// Two records are as good as none (RFC 8461 section 3.1).
void MxResolution::mta_sts_answered(const net::DnsAnswer& answer) {
  model::DomainRecord& record = resolved_.record;
  record.mta_sts = policy_lookup(answer, "v=STSv1");
  const auto announced =
      std::count_if(answer.txt.begin(), answer.txt.end(), wire::is_mta_sts_record);
  if (!settings_.fetch_policies || verifier_ == nullptr || announced != 1) return;
  ++lookups_;
  policy_fetch_.emplace(loop_, resolver_, *verifier_, settings_, record.domain,
                        [this](model::PolicyFetch fetch) {
                          resolved_.record.mta_sts_policy = std::move(fetch);
                          if (--lookups_ == 0) finish();
                        });
}

void MxResolution::add_exchanges(const net::DnsAnswer& answer) {
  model::DomainRecord& record = resolved_.record;
  const auto is_null = [](const net::MxRecord& mx) { return mx.exchange == "."; };
  const bool any_null = std::any_of(answer.mx.begin(), answer.mx.end(), is_null);
  record.mx_status = !any_null               ? "has_mx"
                     : answer.mx.size() == 1 ? "null_mx"
                                             : "null_mx_with_other_mx";
  for (const net::MxRecord& mx : answer.mx) {
    if (is_null(mx)) {
      record.null_mx_preferences.push_back(mx.preference);
      continue;
    }
    model::Exchange exchange;
    exchange.name = mx.exchange;
    exchange.preference = mx.preference;
    record.exchanges.push_back(std::move(exchange));
  }
  std::sort(record.null_mx_preferences.begin(), record.null_mx_preferences.end());
  std::sort(record.exchanges.begin(), record.exchanges.end(),
            [](const model::Exchange& a, const model::Exchange& b) {
              return std::tie(a.preference, a.name) < std::tie(b.preference, b.name);
            });
}

void MxResolution::look_up_addresses() {
  auto& exchanges = resolved_.record.exchanges;
  const bool loopback_allowed = settings_.permits(*base::IpAddress::parse("127.0.0.1"));
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    exchanges[i].problem = problem_of(exchanges[i], i, loopback_allowed);
    if (exchanges[i].problem.empty()) resolved_.hosts.push_back({i, {}});
  }
  for (std::size_t host = 0; host < resolved_.hosts.size(); ++host) {
    for (const net::RecordType type : {net::RecordType::a, net::RecordType::aaaa}) {
      ask(exchanges[resolved_.hosts[host].exchange].name, type,
          [this, host, type](const net::DnsAnswer& answer) {
            address_answered(host, type, answer);
          });
    }
    look_up_caa(resolved_.hosts[host].exchange);
  }
  if (lookups_ == 0) finish();
}

void MxResolution::address_answered(std::size_t host, net::RecordType type,
                                    const net::DnsAnswer& answer) {
  model::Exchange& exchange = resolved_.record.exchanges[resolved_.hosts[host].exchange];
  const bool is_ipv4 = type == net::RecordType::a;
  (is_ipv4 ? exchange.ipv4_status : exchange.ipv6_status) = net::to_string(answer.status);
  const bool first = (is_ipv4 ? exchange.ipv6_status : exchange.ipv4_status).empty();
  exchange.authenticated = answer.authenticated && (first || exchange.authenticated);
  if (answer.status == net::DnsStatus::noerror) {
    exchange.ttl = exchange.ttl == 0 ? answer.ttl : std::min(exchange.ttl, answer.ttl);
  }
  // Also where they lead to no address.
  if (answer.aliases.size() > exchange.aliases.size()) exchange.aliases = answer.aliases;
  auto& addresses = resolved_.hosts[host].addresses;
  auto& shown = is_ipv4 ? exchange.ipv4_addresses : exchange.ipv6_addresses;
  for (const base::IpAddress& address : answer.addresses) {
    if (shown.size() >= Settings::kMaxAddresses) break;
    shown.push_back(address.to_string());
    addresses.push_back(address);
  }
  if (!first) look_up_tlsa(resolved_.hosts[host].exchange);
}

void MxResolution::look_up_caa(std::size_t exchange) {
  if (!settings_.caa_records) return;
  model::Exchange& host = resolved_.record.exchanges[exchange];
  model::CaaLookup lookup;
  lookup.authenticated = true;  // until an answer is not
  host.caa = std::move(lookup);
  ask_caa(exchange, host.name, 1);
}

void MxResolution::ask_caa(std::size_t exchange, std::string name, unsigned asked) {
  ask(name, net::RecordType::caa, [this, exchange, name, asked](const net::DnsAnswer& answer) {
    caa_answered(exchange, name, asked, answer);
  });
}

// A failure is the last word: above it may stand what the name itself overrules.
void MxResolution::caa_answered(std::size_t exchange, const std::string& name, unsigned asked,
                                const net::DnsAnswer& answer) {
  model::Exchange& host = resolved_.record.exchanges[exchange];
  host.caa = caa_lookup(answer, name, host.caa->authenticated);
  const std::string above = parent_of(name);
  if (is_no(host.caa->status) && !above.empty() && asked < Settings::kMaxCaaLookups)
    ask_caa(exchange, above, asked + 1);
}

void MxResolution::look_up_tlsa(std::size_t exchange) {
  if (!settings_.policy_records) return;
  model::Exchange& host = resolved_.record.exchanges[exchange];
  model::TlsaLookup lookup;
  lookup.skipped = reason_against_tlsa(host);
  if (!lookup.skipped.empty()) {
    host.tlsa = std::move(lookup);
    return;
  }
  ask_tlsa(exchange, host.aliases.empty() ? host.name : host.aliases.back());
}

void MxResolution::ask_tlsa(std::size_t exchange, const std::string& base) {
  ask(fmt::format("_{}._tcp.{}", settings_.port, base), net::RecordType::tlsa,
      [this, exchange, base](const net::DnsAnswer& answer) {
        tlsa_answered(exchange, base, answer);
      });
}

// What is not signed is as good as nothing, a failure is the last word (RFC 7672 section 2.1.2).
void MxResolution::tlsa_answered(std::size_t exchange, const std::string& base,
                                 const net::DnsAnswer& answer) {
  model::Exchange& host = resolved_.record.exchanges[exchange];
  model::TlsaLookup found = tlsa_lookup(answer);
  found.name = fmt::format("_{}._tcp.{}", settings_.port, base);
  const bool none = is_no(found.status) || (found.status == "NOERROR" && !found.authenticated);
  // Unsigned records of the first name say more than none of the second.
  const bool less = !host.tlsa->records.empty() && found.records.empty() && none;
  if (!less) host.tlsa = std::move(found);
  if (none && base != host.name) ask_tlsa(exchange, host.name);
}

void MxResolution::finish() {
  model::DomainRecord& record = resolved_.record;
  for (ResolvedDomain::Host& host : resolved_.hosts) {
    model::Exchange& exchange = record.exchanges[host.exchange];
    std::sort(host.addresses.begin(), host.addresses.end());  // IPv4 first
    if (!host.addresses.empty()) continue;
    const bool certain = is_no(exchange.ipv4_status) && is_no(exchange.ipv6_status);
    exchange.problem = certain ? "no_address" : "address_lookup_failed";
  }
  // Who names a host needs no MX answer that leads there.
  if (record.mx_status == "named_host") record.authenticated = record.exchanges[0].authenticated;
  // Neither MX nor address: no mail service, rather than an implicit MX that leads nowhere.
  if (record.mx_status == "implicit_mx" && record.exchanges.front().problem == "no_address") {
    record.mx_status = "no_mx";
  }
  loop_.defer([this, alive = std::weak_ptr<bool>(alive_)] {
    if (alive.expired()) return;
    if (auto done = std::exchange(done_, nullptr)) done(std::move(resolved_));
  });
}

}  // namespace scan
