// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/mx_resolution.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/ip_address.hpp"
#include "base/text.hpp"

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

}  // namespace

MxResolution::MxResolution(net::Loop& loop, net::Resolver& resolver, const Settings& settings,
                           Target target, Done done)
    : loop_(loop),
      resolver_(resolver),
      settings_(settings),
      done_(std::move(done)),
      alive_(std::make_shared<bool>(true)) {
  resolved_.record.input = std::move(target.input);
  resolved_.record.line = target.line;
  resolved_.record.domain = std::move(target.domain);
  resolved_.record.started = loop.wall_now();
  resolver_.lookup(resolved_.record.domain, net::RecordType::mx,
                   [this, alive = std::weak_ptr<bool>(alive_)](const net::DnsAnswer& answer) {
                     if (!alive.expired()) mx_answered(answer);
                   });
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
  look_up_addresses();
}

void MxResolution::add_exchanges(const net::DnsAnswer& answer) {
  model::DomainRecord& record = resolved_.record;
  const auto is_null = [](const net::MxRecord& mx) { return mx.exchange == "."; };
  const bool any_null = std::any_of(answer.mx.begin(), answer.mx.end(), is_null);
  record.mx_status = !any_null               ? "has_mx"
                     : answer.mx.size() == 1 ? "null_mx"
                                             : "null_mx_with_other_mx";
  for (const net::MxRecord& mx : answer.mx) {
    if (is_null(mx)) continue;
    model::Exchange exchange;
    exchange.name = mx.exchange;
    exchange.preference = mx.preference;
    record.exchanges.push_back(std::move(exchange));
  }
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
      ++lookups_;
      resolver_.lookup(
          exchanges[resolved_.hosts[host].exchange].name, type,
          [this, host, type, alive = std::weak_ptr<bool>(alive_)](const net::DnsAnswer& answer) {
            if (!alive.expired()) address_answered(host, type, answer);
          });
    }
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
    exchange.aliases = answer.aliases;
  }
  auto& addresses = resolved_.hosts[host].addresses;
  auto& shown = is_ipv4 ? exchange.ipv4_addresses : exchange.ipv6_addresses;
  for (const base::IpAddress& address : answer.addresses) {
    if (shown.size() >= Settings::kMaxAddresses) break;
    shown.push_back(address.to_string());
    addresses.push_back(address);
  }
  if (--lookups_ == 0) finish();
}

void MxResolution::finish() {
  model::DomainRecord& record = resolved_.record;
  for (ResolvedDomain::Host& host : resolved_.hosts) {
    model::Exchange& exchange = record.exchanges[host.exchange];
    std::sort(host.addresses.begin(), host.addresses.end());  // IPv4 first
    if (!host.addresses.empty()) continue;
    const auto is_no = [](const std::string& status) {
      return status == "NO_ANSWER" || status == "NXDOMAIN";
    };
    const bool certain = is_no(exchange.ipv4_status) && is_no(exchange.ipv6_status);
    exchange.problem = certain ? "no_address" : "address_lookup_failed";
  }
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
