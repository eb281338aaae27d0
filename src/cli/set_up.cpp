// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/set_up.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/core.h>
#include <netdb.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/random.hpp"
#include "base/text.hpp"
#include "checks/judge.hpp"
#include "model/builtin_probes.hpp"
#include "model/probe_json.hpp"
#include "model/sender_json.hpp"
#include "outcome/patience.hpp"
#include "scan/domain_name.hpp"

namespace cli {
namespace {

// Where distributions keep the roots: Debian, Red Hat, openSUSE, Alpine.
constexpr std::array<const char*, 4> kSystemRoots{"/etc/ssl/certs/ca-certificates.crt",
                                                  "/etc/pki/tls/certs/ca-bundle.crt",
                                                  "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

base::Milliseconds milliseconds(double seconds) {
  return base::Milliseconds(static_cast<long>(seconds * 1000.0));
}

// The machine's fully-qualified name, or empty.
std::string machine_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return {};
  if (scan::is_fully_qualified(name.data())) return name.data();
  addrinfo hints{};
  hints.ai_flags = AI_CANONNAME;
  addrinfo* found = nullptr;
  if (getaddrinfo(name.data(), nullptr, &hints, &found) != 0) return {};
  const std::string canonical = found->ai_canonname != nullptr ? found->ai_canonname : "";
  freeaddrinfo(found);
  return scan::is_fully_qualified(canonical) ? canonical : std::string();
}

std::string make_run_id() {
  const auto now =
      std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now());
  std::string stamp = base::rfc3339(now).substr(0, 19) + "Z";
  stamp.erase(
      std::remove_if(stamp.begin(), stamp.end(), [](char c) { return c == '-' || c == ':'; }),
      stamp.end());
  return stamp + "-" + base::hex(base::random_bytes(4));
}

// "all" or a list of networks; nullopt for anything else.
std::optional<std::vector<base::IpNetwork>> private_networks(std::string_view text) {
  if (text == "all") text = "0.0.0.0/0,::/0";
  std::vector<base::IpNetwork> networks;
  for (const std::string_view part : base::split(text, ',')) {
    const auto network = base::IpNetwork::parse(part);
    if (!network) return std::nullopt;
    networks.push_back(*network);
  }
  return networks;
}

}  // namespace

void say(std::string_view text) {
  // What cannot be said is not worth a scan: no exception, no retry.
  (void)std::fwrite(text.data(), 1, text.size(), stderr);
  (void)std::fflush(stderr);
}

void complain(std::string_view message) { say(fmt::format("waxseal: {}\n", message)); }

int fail(ExitCode code, std::string_view message) {
  complain(message);
  return code;
}

int print(std::string_view text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? kSuccess : fail(kOutputFailed, "standard output cannot be written");
}

std::optional<std::string> read_file(const std::string& name) {
  std::ostringstream text;
  if (name == "-") {
    text << std::cin.rdbuf();
    return text.str();
  }
  std::ifstream file(name, std::ios::binary);
  if (!file) return std::nullopt;
  text << file.rdbuf();
  return text.str();
}

std::optional<scan::Settings> make_settings(const CommonOptions& options, ExitCode& code) {
  scan::Settings settings;
  settings.run_id = make_run_id();
  settings.port = options.port;
  settings.authorized = options.authorized;
  if (options.authorized) settings.rates = {};
  settings.connect_limit = milliseconds(options.connect_timeout);
  settings.target_limit = milliseconds(options.target_timeout);
  settings.client_name = options.ehlo_name.empty() ? machine_name() : options.ehlo_name;
  if (!options.ehlo_name.empty() && !scan::is_fully_qualified(options.ehlo_name)) {
    code = kUsage;
    complain(fmt::format(
        "--ehlo-name {}: a fully-qualified domain name is wanted, such as probe.example.org",
        options.ehlo_name));
    return std::nullopt;
  }
  // Without a name nobody but the loopback may be spoken to, and that is private space.
  if (settings.client_name.empty() && options.allow_private.empty()) {
    code = kRefused;
    complain(
        "this machine has no fully-qualified name to say EHLO with; give one that resolves to it "
        "with --ehlo-name");
    return std::nullopt;
  }
  if (!options.allow_private.empty()) {
    const auto networks = private_networks(options.allow_private);
    if (!networks) {
      code = kUsage;
      complain(fmt::format("--allow-private={}: networks are wanted, such as 127.0.0.0/8,fd00::/8",
                           options.allow_private));
      return std::nullopt;
    }
    settings.allowed_private = *networks;
  }
  if (!options.source_ip.empty()) {
    settings.source = base::IpAddress::parse(options.source_ip);
    if (!settings.source) {
      code = kUsage;
      complain(fmt::format("--source-ip {}: not an address", options.source_ip));
      return std::nullopt;
    }
  }
  return settings;
}

std::unique_ptr<net::Resolver> make_resolver(net::Loop& loop, const CommonOptions& options,
                                             ExitCode& code, unsigned in_flight, unsigned shares) {
  net::ResolverOptions resolver_options;
  resolver_options.nameservers = options.nameservers;
  resolver_options.max_in_flight = std::max(1U, in_flight / shares);
  const auto share_of = [shares](double rate) { return rate / shares; };
  const auto limit_to = [&resolver_options, &share_of](double rate) {
    resolver_options.per_server_per_second = share_of(rate);
    resolver_options.total_per_second = share_of(rate);
  };
  if (options.dns_rate >= 0) {
    limit_to(options.dns_rate);
  } else {
    resolver_options.per_server_per_second = share_of(resolver_options.per_server_per_second);
    resolver_options.total_per_second = share_of(resolver_options.total_per_second);
  }
  auto resolver = net::Resolver::create(loop, resolver_options);
  // A resolver on this machine is ours: it paces what it asks of others by itself.
  if (resolver && (*resolver)->is_local() && options.dns_rate < 0) {
    limit_to(0);
    resolver = net::Resolver::create(loop, resolver_options);
  }
  if (resolver) return std::move(*resolver);
  code = kNoResolver;
  complain(resolver.error().message);
  return nullptr;
}

std::unique_ptr<session::CertificateVerifier> make_verifier(const CommonOptions& options,
                                                            ExitCode& code) {
  std::optional<std::string> roots;
  std::string name = options.ca_file;
  if (!name.empty()) {
    roots = read_file(name);
  } else {
    for (const char* candidate : kSystemRoots) {
      name = candidate;
      if ((roots = read_file(name))) break;
    }
  }
  if (!roots) {
    code = kNoInput;
    complain(options.ca_file.empty() ? "no trusted roots on this system; install ca-certificates, "
                                       "or name a file with --ca-file"
                                     : fmt::format("{}: cannot be read", name));
    return nullptr;
  }
  auto verifier = session::CertificateVerifier::create(*roots);
  if (verifier) return std::move(*verifier);
  code = kBadInput;
  complain(fmt::format("{}: {}", name, verifier.error().message));
  return nullptr;
}

std::optional<std::vector<model::Probe>> builtin_probes(ExitCode& code) {
  std::vector<model::Probe> probes;
  for (const model::ProbeFile& file : model::builtin_probe_files()) {
    auto probe = model::read_probe(file.json, std::string(file.name));
    if (!probe) {
      code = kBadInput;
      complain(probe.error().message);
      return std::nullopt;
    }
    probes.push_back(std::move(*probe));
  }
  return probes;
}

std::optional<std::vector<model::Sender>> all_senders(const std::vector<std::string>& files,
                                                      ExitCode& code) {
  std::vector<model::SenderFile> further;
  for (const std::string& name : files) {
    auto text = read_file(name);
    if (!text) {
      code = kNoInput;
      complain(fmt::format("{}: cannot be read", name));
      return std::nullopt;
    }
    further.push_back({name, std::move(*text)});
  }
  auto senders = model::read_builtin_senders(further);
  if (senders) return std::move(*senders);
  code = kBadInput;
  complain(senders.error().message);
  return std::nullopt;
}

std::optional<plan::Planner> make_planner(const plan::PlanOptions& options, ExitCode& code) {
  auto probes = builtin_probes(code);
  if (!probes) return std::nullopt;
  auto planner = plan::Planner::create(std::move(*probes), options);
  if (planner) return std::move(*planner);
  code = kBadInput;
  complain(planner.error().message);
  return std::nullopt;
}

scan::VisitPlan visit_plan(const plan::Planner& planner) {
  return {[&planner](const model::EndpointRecord& visit) { return planner.next(visit); },
          [&planner](const model::EndpointRecord& visit) { return planner.rest(visit); },
          [&planner](model::EndpointRecord& visit) { planner.conclude(visit); },
          [](const model::EndpointRecord& visit) { return outcome::asks_patience(visit); }};
}

scan::VisitPlan judged(scan::VisitPlan plan) {
  plan.conclude = [conclude = std::move(plan.conclude)](model::EndpointRecord& visit) {
    conclude(visit);
    visit.verdicts =
        checks::judge_of(checks::Subject::endpoint).judge(visit.facts, visit.endpoint.port);
  };
  return plan;
}

model::Tier tier_of(std::string_view name) {
  for (const model::Tier tier : {model::Tier::standard, model::Tier::audit}) {
    if (model::to_string(tier) == name) return tier;
  }
  return model::Tier::survey;
}

const model::Probe* find_probe(const std::vector<model::Probe>& probes, std::string_view id) {
  const auto found = std::find_if(probes.begin(), probes.end(),
                                  [id](const model::Probe& probe) { return probe.id == id; });
  return found == probes.end() ? nullptr : &*found;
}

std::size_t raise_open_file_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace cli
