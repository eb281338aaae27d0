// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/scan_set_up.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fmt/core.h>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "cli/endpoint_option.hpp"
#include "cli/set_up.hpp"
#include "net/library_version.hpp"
#include "scan/dirty_budget.hpp"
#include "scan/list_file.hpp"
#include "scan/list_stream.hpp"
#include "session/tls_client.hpp"

namespace cli {
namespace {

constexpr std::size_t kDnsFiles = 500;      // lookups under way at once
constexpr std::size_t kReservedFiles = 64;  // everything open that is no conversation
constexpr std::size_t kFilesOfLoop = 8;     // what libuv opens for a loop

model::Rates rates_of(const ScanOptions& options, const model::Rates& usual) {
  const auto or_usual = [](double wanted, double otherwise) {
    return wanted < 0 ? otherwise : wanted;
  };
  return {or_usual(options.rate, usual.all), or_usual(options.per_address, usual.per_address),
          or_usual(options.per_network, usual.per_network),
          or_usual(options.per_operator, usual.per_operator)};
}

}  // namespace

std::size_t loops_of(const ScanOptions& options) {
  if (options.loops != 0) return options.loops;
  return std::max(1U, std::thread::hardware_concurrency());
}

std::string usage_problem(const ScanOptions& options) {
  if (options.enumerate && tier_of(options.tier) == model::Tier::survey)
    return "--enumerate goes with --tier standard or --tier audit";
  if (!options.domains.empty() && !options.input_file.empty())
    return "domains come from the command line or from --input-file, not from both";
  if (options.shard >= options.shards)
    return fmt::format("--shard {} of --shards {}: they are numbered from 0 to {}", options.shard,
                       options.shards, options.shards - 1);
  if (options.resume && options.output_file == "-")
    return "--resume goes on with an output file: name it with --output-file";
  if (options.metadata_file == "-") return "--metadata-file wants a file of its own";
  return {};
}

std::optional<scan::Settings> scan_settings(const ScanOptions& options, std::size_t& dns_in_flight,
                                            ExitCode& code) {
  auto settings = make_settings(options.common, code);
  if (!settings) return std::nullopt;
  settings->rates = rates_of(options, settings->rates);
  settings->shards = options.shards;
  settings->shard = options.shard;
  // A survey does not look at the budget between its two conversations, a standard visit stops by
  // itself, an audit waits.
  const model::Tier tier = tier_of(options.tier);
  settings->dirty_closes_expected = tier == model::Tier::survey     ? 2
                                    : tier == model::Tier::standard ? scan::DirtyBudget::kMost
                                                                    : 1;
  settings->policy_records = tier != model::Tier::survey;
  const std::size_t files = raise_open_file_limit();
  dns_in_flight = std::min(kDnsFiles, files / 4);
  const std::size_t reserved = dns_in_flight + kReservedFiles + loops_of(options) * kFilesOfLoop;
  if (reserved >= files) {
    code = ExitCode(
        fail(kUsage, fmt::format("this process may open {} files (ulimit -n), too few for {} loops",
                                 files, loops_of(options))));
    return std::nullopt;
  }
  settings->senders = std::min(options.senders, files - reserved);
  if (settings->senders < options.senders) {
    complain(fmt::format("this process may open {} files, so {} senders instead of {} (ulimit -n)",
                         files, settings->senders, options.senders));
  }
  return settings;
}

std::optional<scan::Blocklist> make_blocklist(const ScanOptions& options, ExitCode& code) {
  if (options.blocklist_file.empty()) return scan::Blocklist();
  std::ifstream file(options.blocklist_file);
  if (!file) {
    code = kNoInput;
    complain(options.blocklist_file + ": cannot be read");
    return std::nullopt;
  }
  auto read = scan::Blocklist::read(file, options.blocklist_file);
  if (read) return std::move(*read);
  code = kBadInput;
  complain(read.error().message);
  return std::nullopt;
}

std::optional<DomainList> open_list(net::Loop& loop, const ScanOptions& options, ExitCode& code) {
  DomainList list;
  list.name = options.input_file.empty() ? "-" : options.input_file;
  if (!options.domains.empty()) {
    list.name = "command line";
    list.lines = options.domains.size();
    list.source = std::make_unique<scan::ListInMemory>(options.domains);
    return list;
  }
  auto source = scan::open_list(loop, list.name, &list.lines);
  if (!source) {
    code = kNoInput;
    complain(source.error().message);
    return std::nullopt;
  }
  list.source = std::move(*source);
  return list;
}

std::string clashing_files(const ScanOptions& options, const std::string& list_name) {
  struct File {
    const char* what;
    std::string name;
  };
  std::vector<File> files{{"list", list_name == "-" ? "/dev/stdin" : list_name},
                          {"blocklist", options.blocklist_file},
                          {"output", options.output_file == "-" ? "" : options.output_file},
                          {"metadata file", options.metadata_file},
                          {"status file", options.status_file == "-" ? "" : options.status_file}};
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (std::size_t j = std::max<std::size_t>(i + 1, 2); j < files.size(); ++j) {
      std::error_code unknown;
      const bool same = !files[i].name.empty() && !files[j].name.empty() &&
                        (files[i].name == files[j].name ||
                         (std::filesystem::equivalent(files[i].name, files[j].name, unknown) &&
                          std::filesystem::is_regular_file(files[j].name, unknown)));
      if (same)
        return fmt::format("{}: the {} and the {} are the same file", files[j].name, files[i].what,
                           files[j].what);
    }
  }
  return {};
}

std::optional<Output> open_output(const ScanOptions& options, ExitCode& code) {
  Output output;
  scan::ResultFile::Options how;
  if (options.resume) {
    auto before = scan::Journal::read(options.output_file);
    if (!before) {
      code = kBadInput;
      complain(before.error().message);
      return std::nullopt;
    }
    output.before = std::move(*before);
    if (output.before.lines != 0) how.continuation = output.before.end;
  }
  auto file = scan::ResultFile::open(options.output_file, std::move(how));
  if (file) {
    output.file = std::move(*file);
    return output;
  }
  code = kOutputFailed;
  complain(file.error().message);
  return std::nullopt;
}

std::optional<std::vector<model::Endpoint>> find_controls(net::Loop& loop,
                                                          const ScanOptions& options,
                                                          const scan::Settings& settings,
                                                          ExitCode& code) {
  std::vector<model::Endpoint> controls;
  for (const std::string& text : options.controls) {
    const auto host = parse_host(text);
    if (!host) {
      code = ExitCode(fail(kUsage, text + ": --control wants HOST or HOST:PORT"));
      return std::nullopt;
    }
    const std::uint16_t port = host->port != 0 ? host->port : settings.port;
    const auto control = find_endpoint(loop, options.common, *host, port, code);
    if (!control) return std::nullopt;
    controls.push_back(*control);
  }
  return controls;
}

model::RunRecord run_record(const ScanOptions& options, const scan::Settings& settings,
                            const net::Resolver& resolver, const std::string& list_name) {
  model::RunRecord record;
  record.run_id = settings.run_id;
  record.version = WAXSEAL_VERSION;
  record.wolfssl_version = session::wolfssl_version();
  record.cares_version = net::cares_version();
  record.arguments = options.arguments;
  record.input_name = list_name;
  record.client_name = settings.client_name;
  record.nameservers = resolver.nameservers();
  record.resolver_is_local = resolver.is_local();
  record.rates = settings.rates;
  record.shards = settings.shards;
  record.shard = settings.shard;
  record.resumed = options.resume;
  return record;
}

}  // namespace cli
