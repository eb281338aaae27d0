// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/core.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/control_set.hpp"
#include "cli/endpoint_option.hpp"
#include "cli/line_file.hpp"
#include "cli/options.hpp"
#include "cli/set_up.hpp"
#include "cli/summary.hpp"
#include "cli/text_columns.hpp"
#include "model/records_json.hpp"
#include "net/library_version.hpp"
#include "net/signal.hpp"
#include "outcome/merge.hpp"
#include "scan/scanner.hpp"
#include "scan/status_line.hpp"

namespace cli {
namespace {

constexpr base::Milliseconds kTick{1'000};
constexpr std::size_t kDnsFiles = 500;      // lookups under way at once
constexpr std::size_t kReservedFiles = 64;  // everything open that is no conversation

// The list of domains: a regular file is read as the scan goes on; anything else is read to its end
// first, because a pipe that is slow would stop the clock of all conversations.
struct DomainList {
  std::unique_ptr<std::istream> text;
  std::string name;
  std::size_t lines = 0;
};

std::size_t count_lines(const std::string& name) {
  std::ifstream file(name);
  std::array<char, 64 * 1024> block{};
  std::size_t lines = 0;
  do {
    file.read(block.data(), block.size());
    lines += static_cast<std::size_t>(std::count(block.data(), block.data() + file.gcount(), '\n'));
  } while (file);
  return lines;
}

std::optional<DomainList> open_list(const ScanOptions& options) {
  DomainList list;
  list.name = options.input_file.empty() ? "-" : options.input_file;
  if (!options.domains.empty()) {
    std::string joined;
    for (const std::string& domain : options.domains) joined += domain + "\n";
    list.name = "command line";
    list.lines = options.domains.size();
    list.text = std::make_unique<std::istringstream>(joined);
    return list;
  }
  if (list.name == "-") {
    std::string text = read_file("-").value_or("");
    list.lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    list.text = std::make_unique<std::istringstream>(std::move(text));
    return list;
  }
  std::error_code error;
  if (!std::filesystem::is_regular_file(list.name, error)) {  // a pipe; a folder has no text
    auto text =
        std::filesystem::is_directory(list.name, error) ? std::nullopt : read_file(list.name);
    if (!text) return std::nullopt;
    list.lines = static_cast<std::size_t>(std::count(text->begin(), text->end(), '\n'));
    list.text = std::make_unique<std::istringstream>(std::move(*text));
    return list;
  }
  auto file = std::make_unique<std::ifstream>(list.name);
  if (!*file) return std::nullopt;
  list.lines = count_lines(list.name);
  list.text = std::move(file);
  return list;
}

// Columns; a longer line would not overwrite itself.
std::size_t terminal_width() {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  return known ? size.ws_col : 80;
}

// One line a second that overwrites itself, on a terminal only.
class StatusDisplay {
 public:
  StatusDisplay(bool wanted, std::size_t total)
      : on_(wanted && isatty(STDERR_FILENO) != 0), total_(total) {}

  void show(const scan::Scanner& scanner, base::Milliseconds elapsed) const {
    if (!on_) return;
    scan::Progress progress;
    progress.elapsed = elapsed;
    // Lines are not domains; when the list is read to its end the number is known.
    progress.total_domains =
        scanner.list_is_read() ? scanner.counts().domains + scanner.domains_under_way() : total_;
    progress.under_way = scanner.domains_under_way();
    progress.conversations = scanner.visits_under_way();
    say(fmt::format("\r{}\033[K",
                    scan::status_line(progress, scanner.counts()).substr(0, terminal_width() - 1)));
  }
  void clear() const {
    if (on_) say("\r\033[K");
  }

 private:
  bool on_;
  std::size_t total_;
};

model::RunRecord run_record(const ScanOptions& options, const scan::Settings& settings,
                            const net::Resolver& resolver, const DomainList& list) {
  model::RunRecord record;
  record.run_id = settings.run_id;
  record.version = WAXSEAL_VERSION;
  record.wolfssl_version = session::wolfssl_version();
  record.cares_version = net::cares_version();
  record.arguments = options.arguments;
  record.input_name = list.name;
  record.client_name = settings.client_name;
  record.nameservers = resolver.nameservers();
  record.resolver_is_local = resolver.is_local();
  return record;
}

// nullopt, with a message, when one is not to be had.
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

}  // namespace

int scan_command(const ScanOptions& options) {
  ExitCode code = kSuccess;
  auto settings = make_settings(options.common, code);
  if (!settings) return code;
  settings->spacing = spacing_of(options.spacing, options.common.authorized);
  const model::Tier tier = tier_of(options.tier);
  if (options.enumerate && tier == model::Tier::survey)
    return fail(kUsage, "--enumerate goes with --tier standard or --tier audit");
  // A survey does not look at the budget between its two conversations, a standard visit stops by
  // itself, an audit waits.
  settings->dirty_closes_expected = tier == model::Tier::survey     ? 2
                                    : tier == model::Tier::standard ? scan::DirtyBudget::kMost
                                                                    : 1;
  // Of the files that we may open, DNS has its share: a query is a socket.
  const std::size_t files = raise_open_file_limit();
  const std::size_t for_dns = std::min(kDnsFiles, files / 4);
  const std::size_t reserved = for_dns + kReservedFiles;
  settings->senders = std::min(options.senders, files - std::min(files - 1, reserved));
  if (settings->senders < options.senders) {
    complain(fmt::format("this process may open {} files, so {} senders instead of {} (ulimit -n)",
                         files, settings->senders, options.senders));
  }
  if (!options.domains.empty() && !options.input_file.empty()) {
    return fail(kUsage, "domains come from the command line or from --input-file, not from both");
  }

  scan::Blocklist blocklist;
  if (!options.blocklist_file.empty()) {
    std::ifstream file(options.blocklist_file);
    if (!file) return fail(kNoInput, options.blocklist_file + ": cannot be read");
    auto read = scan::Blocklist::read(file, options.blocklist_file);
    if (!read) return fail(kBadInput, read.error().message);
    blocklist = std::move(*read);
  }
  const auto verifier = make_verifier(options.common, code);
  const auto planner = make_planner(
      {tier, options.enumerate, options.common.authorized, options.second_looks}, code);
  auto list = open_list(options);
  if (!list) return fail(kNoInput, options.input_file + ": cannot be read");
  if (!verifier || !planner) return code;
  net::Loop loop;
  const auto resolver = make_resolver(loop, options.common, code, static_cast<unsigned>(for_dns));
  if (!resolver) return code;
  std::error_code unknown;
  if (std::filesystem::equivalent(options.output_file, list->name, unknown)) {
    return fail(kUsage, options.output_file + ": the list and the output are the same file");
  }
  if (options.metadata_file == "-" ||
      (!options.metadata_file.empty() && options.metadata_file == options.output_file)) {
    return fail(kUsage, "--metadata-file wants a file of its own");
  }
  std::ofstream metadata;
  if (!options.metadata_file.empty()) {
    metadata.open(options.metadata_file);
    if (!metadata) return fail(kOutputFailed, options.metadata_file + ": cannot be written");
  }
  LineFile lines(options.output_file);
  if (lines.error() != 0)
    return fail(kOutputFailed, options.output_file + ": " + std::strerror(lines.error()));

  if (!options.controls.empty()) {
    const auto controls = find_controls(loop, options, *settings, code);
    if (!controls) return code;
    if (!any_control_answers(loop, *settings, *verifier, *controls)) {
      return fail(kPortBlocked,
                  fmt::format("no control server takes a connection ({} tried): our own network "
                              "closes the port. Nothing was scanned.",
                              controls->size()));
    }
  }

  scan::Intake intake(*list->text, [&](std::size_t line, const std::string& why) {
    complain(fmt::format("{}:{}: {}; passed over", list->name, line, why));
  });
  model::RunRecord record = run_record(options, *settings, *resolver, *list);
  record.started = loop.wall_now();
  scan::Scanner scanner(
      {loop, *resolver, intake, lines, *verifier, blocklist, *settings, visit_plan(*planner),
       [](model::DomainRecord& domain) { outcome::conclude(domain); }},
      [&loop] { loop.stop(); });

  const StatusDisplay display(!options.quiet, list->lines);
  const base::Instant began = loop.now();
  bool interrupted = false;
  bool output_lost = false;
  const auto interrupt = [&] {
    display.clear();
    if (!interrupted)
      complain("stopping: conversations under way are finished; once more breaks them off");
    interrupted = true;
    scanner.stop();
  };
  net::Timer* tick = nullptr;
  net::Timer ticker(loop, [&] {
    display.show(scanner, loop.now() - began);
    lines.flush();
    if (lines.error() != 0 && !std::exchange(output_lost, true)) scanner.stop();
    tick->start(kTick);
  });
  tick = &ticker;
  ticker.start(kTick);
  net::Signal on_interrupt(loop, SIGINT, interrupt);
  net::Signal on_terminate(loop, SIGTERM, interrupt);
  scanner.start();
  loop.run();
  display.clear();
  lines.close();

  record.ended = loop.wall_now();
  record.interrupted = interrupted || lines.error() != 0 || scanner.port_is_blocked();
  record.counts = scanner.counts();
  record.smtp_proxy = scanner.smtp_proxy();
  metadata << (options.metadata_file.empty() ? "" : model::run_document(record));
  metadata.close();
  if (!options.quiet) say(summary(record));
  if (lines.error() != 0) {
    return fail(kOutputFailed,
                (options.output_file == "-" ? "standard output" : options.output_file) + ": " +
                    std::strerror(lines.error()));
  }
  if (!options.metadata_file.empty() && !metadata) {
    return fail(kOutputFailed, options.metadata_file + ": cannot be written");
  }
  if (!record.smtp_proxy.empty()) {
    complain(
        fmt::format("every server greets as \"{}\": something on our way out speaks SMTP in "
                    "their place, and what was found is about that",
                    shown(record.smtp_proxy)));
  }
  if (scanner.port_is_blocked()) {
    return fail(kPortBlocked,
                fmt::format("nobody answers on port {}: no connection stood, and {} networks were "
                            "silent. Most networks close port 25 on the way out; ask yours to open "
                            "it, or scan from one that may send mail. No lines were written. "
                            "(waxseal explain connect.port_25_blocked)",
                            settings->port, scan::Vantage::kLeast));
  }
  if (list->text->bad()) return fail(kNoInput, list->name + ": could not be read to its end");
  return interrupted ? kInterrupted : kSuccess;
}

}  // namespace cli
