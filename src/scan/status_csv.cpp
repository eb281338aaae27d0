// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/time.hpp"
#include "scan/status_line.hpp"

namespace scan {
namespace {

constexpr std::array<const char*, 5> kMeasurabilities{"measured", "transient", "blocked", "vantage",
                                                      "skipped"};

}  // namespace

std::string status_csv_head() {
  std::string head =
      "timestamp,elapsed_s,domains,total_domains,under_way,endpoints,connections,dirty_closes,"
      "in_flight,waiting,rate_limit,connections_per_s";
  for (const char* word : kMeasurabilities) head += fmt::format(",{}", word);
  return head + "\n";
}

std::string status_csv_row(base::WallTime now, const Progress& progress,
                           const model::RunCounts& counts) {
  const double elapsed = static_cast<double>(progress.elapsed.count()) / 1000.0;
  std::string row = fmt::format(
      "{},{:.3f},{},{},{},{},{},{},{},{},{},{:.2f}", base::rfc3339(now), elapsed, counts.domains,
      progress.total_domains == 0 ? "" : std::to_string(progress.total_domains), progress.under_way,
      counts.endpoints, counts.connections, counts.dirty_closes, progress.conversations,
      progress.waiting, progress.rate == 0 ? "" : fmt::format("{}", progress.rate),
      static_cast<double>(counts.connections) / std::max(0.001, elapsed));
  for (const char* word : kMeasurabilities) {
    const auto found = counts.measurabilities.find(word);
    row += fmt::format(",{}", found == counts.measurabilities.end() ? 0 : found->second);
  }
  return row + "\n";
}

}  // namespace scan
