// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/status_line.hpp"

#include <algorithm>
#include <vector>

#include <fmt/core.h>

namespace scan {
namespace {

constexpr std::size_t kShownStatuses = 4;

std::string clock(std::chrono::seconds time) {
  const auto total = time.count();
  return fmt::format("{:02}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60);
}

}  // namespace

std::string status_line(const Progress& progress, const model::RunCounts& counts) {
  using std::chrono::duration_cast;
  using std::chrono::seconds;
  const double elapsed = std::max(0.001, static_cast<double>(progress.elapsed.count()) / 1000.0);
  const double rate = static_cast<double>(counts.domains - progress.domains_before) / elapsed;
  std::string line =
      clock(duration_cast<seconds>(progress.elapsed)) + "  " + std::to_string(counts.domains);
  if (progress.total_domains != 0) line += fmt::format("/{}", progress.total_domains);
  line += fmt::format(" domains, {:.1f}/s, {} in flight", rate, progress.conversations);

  std::vector<std::pair<std::uint64_t, std::string>> statuses;
  for (const auto& [name, count] : counts.statuses) statuses.emplace_back(count, name);
  std::sort(statuses.rbegin(), statuses.rend());
  for (std::size_t i = 0; i < std::min(kShownStatuses, statuses.size()); ++i) {
    line += fmt::format("{} {} {}", i == 0 ? ";" : ",", statuses[i].second, statuses[i].first);
  }
  if (!progress.output_problem.empty())
    line += fmt::format("; WAITING, no line can be written: {}", progress.output_problem);
  if (progress.total_domains > counts.domains && rate > 0) {
    const double left = static_cast<double>(progress.total_domains - counts.domains) / rate;
    line += "; ETA " + clock(seconds(static_cast<long>(left)));
  }
  return line;
}

}  // namespace scan
