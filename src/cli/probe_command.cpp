// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <cstdio>

#include <fmt/core.h>
#include <signal.h>
#include <unistd.h>

#include "base/text.hpp"
#include "cli/conversation_text.hpp"
#include "cli/facts_text.hpp"
#include "cli/options.hpp"
#include "cli/set_up.hpp"
#include "model/probe_json.hpp"
#include "model/records_json.hpp"
#include "net/signal.hpp"
#include "outcome/merge.hpp"
#include "scan/conversation.hpp"
#include "scan/domain_name.hpp"
#include "scan/visit.hpp"

namespace cli {
namespace {

struct HostAndPort {
  std::string host;
  std::uint16_t port = 0;  // 0: none given
};

// "mx.example.org", "mx.example.org:2525", "192.0.2.1", "2001:db8::1", "[2001:db8::1]:25".
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

std::optional<model::Probe> chosen_probe(const ProbeOptions& options, ExitCode& code) {
  if (!options.probe_file.empty()) {
    const auto text = read_file(options.probe_file);
    code = text ? kBadInput : kNoInput;
    if (!text) {
      complain(options.probe_file + ": cannot be read");
      return std::nullopt;
    }
    auto probe = model::read_probe(*text, options.probe_file);
    if (probe) return std::move(*probe);
    complain(probe.error().message);
    return std::nullopt;
  }
  const auto probes = builtin_probes(code);
  if (!probes) return std::nullopt;
  if (const model::Probe* probe = find_probe(*probes, options.probe)) return *probe;
  std::string ids;
  for (const model::Probe& probe : *probes) ids += (ids.empty() ? "" : ", ") + probe.id;
  code = kUsage;
  complain(fmt::format("there is no probe \"{}\"; there are: {}", options.probe, ids));
  return std::nullopt;
}

// The address to talk to and the name to say; nullopt and `code` when there is none.
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

// Empty: it may be contacted.
std::string refusal(const scan::Settings& settings, const base::IpAddress& address) {
  if (!settings.permits(address)) {
    return fmt::format("{} is private or reserved; --allow-private if you mean it",
                       address.to_string());
  }
  if (settings.client_name.empty() && !address.is_loopback())
    return "this machine has no fully-qualified name to say EHLO with; give one with --ehlo-name";
  return {};
}

// The plan, and on a terminal a line for each conversation as it ends: a visit can take minutes.
scan::VisitPlan shown(scan::VisitPlan plan) {
  if (isatty(STDERR_FILENO) == 0) return plan;
  plan.next = [next = std::move(plan.next),
               lines = std::make_shared<std::size_t>(0)](const model::EndpointRecord& visit) {
    for (; *lines < visit.conversations.size(); ++*lines)
      fmt::print(stderr, "{:3} {}\n", *lines + 1, conversation_line(visit.conversations[*lines]));
    return next(visit);
  };
  return plan;
}

// Plays the plan on the endpoint; SIGINT and SIGTERM end it.
model::EndpointRecord visit_endpoint(net::Loop& loop, const scan::Settings& settings,
                                     const scan::VisitPlan& plan,
                                     session::CertificateVerifier& verifier,
                                     const model::Endpoint& endpoint, const std::string& domain,
                                     bool& interrupted) {
  session::TlsContexts tls;
  scan::DirtyBudget dirty;
  model::EndpointRecord record;
  scan::Visit visit({loop, settings, plan, dirty, tls, verifier}, endpoint, domain,
                    [&](model::EndpointRecord done) {
                      record = std::move(done);
                      loop.stop();
                    });
  const auto interrupt = [&] {
    interrupted = true;
    visit.stop(true);
  };
  net::Signal on_interrupt(loop, SIGINT, interrupt);
  net::Signal on_terminate(loop, SIGTERM, interrupt);
  loop.run();
  return record;
}

}  // namespace

int probe_command(const ProbeOptions& options) {
  ExitCode code = kSuccess;
  const auto host = parse_host(options.host);
  if (!host)
    return fail(kUsage, options.host + ": HOST, HOST:PORT, ADDRESS or [ADDRESS]:PORT is wanted");
  if (options.enumerate && tier_of(options.tier) == model::Tier::survey)
    return fail(kUsage, "--enumerate goes with --tier standard or --tier audit");
  const auto probe = chosen_probe(options, code);
  if (!probe) return code;
  const auto planner =
      make_planner({tier_of(options.tier), options.enumerate, options.common.authorized}, code);
  if (!planner) return code;
  CommonOptions common = options.common;
  // Naming an address of this machine is permission enough to talk to it.
  const auto named = base::IpAddress::parse(host->host);
  if (common.allow_private.empty() && named && named->is_loopback())
    common.allow_private = named->to_string();
  const auto settings = make_settings(common, code);
  if (!settings) return code;
  const auto verifier = make_verifier(common, code);
  if (!verifier) return code;

  net::Loop loop;
  const std::uint16_t port = host->port != 0 ? host->port : settings->port;
  const auto endpoint = find_endpoint(loop, common, *host, port, code);
  if (!endpoint) return code;
  const std::string why_not = refusal(*settings, endpoint->ip);
  if (!why_not.empty()) return fail(kRefused, why_not);

  const bool whole_visit = !options.tier.empty();
  const scan::VisitPlan plan =
      whole_visit ? shown(visit_plan(*planner)) : scan::VisitPlan::of(*probe);
  if (tier_of(options.tier) == model::Tier::audit && !common.authorized) {
    complain(
        "an audit pauses after every fourth failed handshake, 10 minutes at most; with "
        "--authorized, if the server is yours, it does not");
  }
  bool interrupted = false;
  model::EndpointRecord record =
      visit_endpoint(loop, *settings, plan, *verifier, *endpoint, options.domain, interrupted);
  if (!whole_visit) outcome::conclude(record);
  const std::string text = options.json ? model::endpoint_line(record, settings->run_id) + "\n"
                           : whole_visit
                               ? facts_text(record)
                               : conversation_text(*endpoint, *probe, record.conversations.front());
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!written) return fail(kOutputFailed, "standard output cannot be written");
  return interrupted ? kInterrupted : kSuccess;
}

}  // namespace cli
