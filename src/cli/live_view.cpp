// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/live_view.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/set_up.hpp"

namespace cli {
namespace {

// Columns; a longer line would not overwrite itself.
std::size_t terminal_width() {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  return known ? size.ws_col : 80;
}

}  // namespace

LiveView::LiveView(net::Loop& loop, bool on_terminal, std::uint64_t lines)
    : loop_(loop), on_terminal_(on_terminal), lines_(lines) {}

LiveView::~LiveView() {
  if (csv_ != nullptr && csv_ != stderr) static_cast<void>(std::fclose(csv_));
}

base::Result<std::unique_ptr<LiveView>> LiveView::open(net::Loop& loop, const ScanOptions& options,
                                                       std::uint64_t lines) {
  const bool csv_on_terminal = options.status_file == "-";
  const bool on_terminal = !options.quiet && !csv_on_terminal && isatty(STDERR_FILENO) != 0;
  std::unique_ptr<LiveView> view(new LiveView(loop, on_terminal, lines));
  if (!options.status_file.empty()) {
    const char* how = options.resume ? "ae" : "we";  // a run that goes on has its rows in one file
    view->csv_ = csv_on_terminal ? stderr : std::fopen(options.status_file.c_str(), how);
    if (view->csv_ == nullptr)
      return base::Error{fmt::format("{}: {}", options.status_file, std::strerror(errno))};
    if (csv_on_terminal || std::ftell(view->csv_) == 0)
      std::fputs(scan::status_csv_head().c_str(), view->csv_);
  }
  if (!options.prometheus.empty()) {
    auto server = net::TextServer::listen(loop, options.prometheus,
                                          [text = &view->metrics_] { return *text; });
    if (!server)
      return base::Error{"--prometheus " + options.prometheus + ": " + server.error().message};
    view->server_ = std::move(*server);
  }
  return view;
}

void LiveView::show(const scan::Scanner& scanner, base::Milliseconds elapsed, std::uint64_t before,
                    const std::string& output_problem) {
  scan::Progress progress;
  progress.elapsed = elapsed;
  progress.domains_before = before;
  // Lines are not domains; when the list is read to its end the number is known.
  progress.total_domains =
      scanner.list_is_read() ? scanner.counts().domains + scanner.domains_under_way() : lines_;
  progress.under_way = scanner.domains_under_way();
  progress.conversations = scanner.visits_under_way();
  progress.waiting = scanner.pace().waiting();
  progress.rate = scanner.pace().rate();
  progress.output_problem = output_problem;
  const model::RunCounts& counts = scanner.counts();
  if (on_terminal_) {
    say(fmt::format("\r{}\033[K",
                    scan::status_line(progress, counts).substr(0, terminal_width() - 1)));
  }
  if (csv_ != nullptr) {
    std::fputs(scan::status_csv_row(loop_.wall_now(), progress, counts).c_str(), csv_);
    static_cast<void>(std::fflush(csv_));  // who watches it wants it now; a full disk is no reason
  }
  if (server_ != nullptr) metrics_ = scan::metrics_text(progress, counts);
}

void LiveView::clear() const {
  if (on_terminal_) say("\r\033[K");
}

}  // namespace cli
