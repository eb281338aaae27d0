// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/endpoint_option.hpp"

#include <charconv>

#include <fmt/core.h>

#include "cli/set_up.hpp"
#include "scan/domain_name.hpp"

namespace cli {
namespace {

// The first address of a host, IPv4 before IPv6; nullopt when it has none or DNS does not tell, and
// `certain` says which.
std::optional<base::IpAddress> first_address(net::Loop& loop, net::Resolver& resolver,
                                             const std::string& host, std::string& why,
                                             bool& certain) {
  std::optional<base::IpAddress> found;
  certain = true;
  for (const net::RecordType type : {net::RecordType::a, net::RecordType::aaaa}) {
    if (found) break;
    resolver.lookup(host, type, [&](const net::DnsAnswer& answer) {
      if (!answer.addresses.empty()) found = answer.addresses.front();
      certain = certain && (answer.status == net::DnsStatus::no_answer ||
                            answer.status == net::DnsStatus::nxdomain);
      why += fmt::format("{}{} {}", why.empty() ? "" : ", ",
                         type == net::RecordType::a ? "A" : "AAAA", net::to_string(answer.status));
      loop.stop();
    });
    loop.run();
  }
  return found;
}

}  // namespace

std::optional<HostAndPort> parse_host(std::string_view text) {
  std::string_view host = text;
  std::string_view port;
  if (!text.empty() && text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    host = text.substr(1, end - 1);
    if (end + 1 < text.size() && text[end + 1] != ':') return std::nullopt;
    if (end + 1 < text.size()) port = text.substr(end + 2);
  } else if (!base::IpAddress::parse(text)) {
    const std::size_t colon = text.find(':');
    host = text.substr(0, colon);
    if (colon != std::string_view::npos) port = text.substr(colon + 1);
  }
  HostAndPort parsed{std::string(host), 0};
  if (port.empty())
    return host.size() == text.size() || text.back() == ']' ? std::optional(parsed) : std::nullopt;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), parsed.port);
  const bool whole = error == std::errc{} && end == port.data() + port.size() && parsed.port != 0;
  return whole ? std::optional(parsed) : std::nullopt;
}

std::optional<model::Endpoint> find_endpoint(net::Loop& loop, const CommonOptions& common,
                                             const HostAndPort& host, std::uint16_t port,
                                             ExitCode& code) {
  if (const auto address = base::IpAddress::parse(host.host))
    return model::Endpoint{host.host, *address, port};
  const auto domain = scan::to_domain_name(host.host);
  if (!domain) {
    code = ExitCode(fail(kUsage, domain.error().message));
    return std::nullopt;
  }
  const auto resolver = make_resolver(loop, common, code);
  if (!resolver) return std::nullopt;
  std::string why;
  bool certain = false;
  const auto address = first_address(loop, *resolver, *domain, why, certain);
  if (address) return model::Endpoint{*domain, *address, port};
  code = certain ? kBadInput : kNoResolver;
  complain(certain ? fmt::format("{} has no address: {}", *domain, why)
                   : fmt::format("the address of {} could not be found out: {}", *domain, why));
  return std::nullopt;
}

}  // namespace cli
