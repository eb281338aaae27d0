// SPDX-License-Identifier: GPL-3.0-or-later
//
// From the options of `waxseal scan` to what it works with. Each function says on stderr what is
// wrong; the result is empty then, and the exit code is set.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "model/records.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"
#include "scan/blocklist.hpp"
#include "scan/journal.hpp"
#include "scan/line_source.hpp"
#include "scan/result_file.hpp"
#include "scan/settings.hpp"

namespace cli {

// What contradicts itself on the command line, as a sentence; empty: nothing.
std::string usage_problem(const ScanOptions& options);

// Threads: as asked for, or one for each core.
std::size_t loops_of(const ScanOptions& options);

// `dns_in_flight` gets the lookups that may be under way at once: of the files that this process
// may open, DNS has its share.
std::optional<scan::Settings> scan_settings(const ScanOptions& options, std::size_t& dns_in_flight,
                                            ExitCode& code);

std::optional<scan::Blocklist> make_blocklist(const ScanOptions& options, ExitCode& code);

struct DomainList {
  std::unique_ptr<scan::LineSource> source;
  std::string name;
  std::uint64_t lines = 0;  // 0: not known
};
std::optional<DomainList> open_list(net::Loop& loop, const ScanOptions& options, ExitCode& code);

// Where the lines go, and what was there before (nothing, without --resume).
struct Output {
  scan::Journal before;
  std::unique_ptr<scan::ResultFile> file;
};
std::optional<Output> open_output(const ScanOptions& options, ExitCode& code);

// Files of the command line that are one and the same where they must not be, as a sentence; empty:
// none.
std::string clashing_files(const ScanOptions& options, const std::string& list_name);

// nullopt when one is not to be had.
std::optional<std::vector<model::Endpoint>> find_controls(net::Loop& loop,
                                                          const ScanOptions& options,
                                                          const scan::Settings& settings,
                                                          ExitCode& code);

// What is known of the run before it begins.
model::RunRecord run_record(const ScanOptions& options, const scan::Settings& settings,
                            const net::Resolver& resolver, const std::string& list_name);

}  // namespace cli
