// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/summary.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace cli {
namespace {

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::vector<std::pair<std::uint64_t, std::string_view>> largest_first(
    const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::pair<std::uint64_t, std::string_view>> rows;
  for (const auto& [name, count] : counts) rows.emplace_back(count, name);
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  return rows;
}

// Largest first: "has_mx 30, null_mx 2".
std::string by_size(const std::map<std::string, std::uint64_t>& counts) {
  const auto rows = largest_first(counts);
  std::string text;
  for (const auto& [count, name] : rows)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, count);
  return text.empty() ? "none" : text;
}

// Largest first, two to a line.
std::string in_columns(const std::map<std::string, std::uint64_t>& counts) {
  const auto rows = largest_first(counts);
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool line_ends = i % 2 == 1 || i + 1 == rows.size();
    text += line_ends ? fmt::format("{:>8}  {}\n", rows[i].first, rows[i].second)
                      : fmt::format("{:>8}  {:<30}", rows[i].first, rows[i].second);
  }
  return text;
}

std::string row(std::string_view what, std::uint64_t count, std::uint64_t whole) {
  return fmt::format("  {:<38}{:>8}  {:>8}\n", what, count, share(count, whole));
}

}  // namespace

std::string summary(const model::RunRecord& record) {
  const model::RunCounts& counts = record.counts;
  const model::Funnel& funnel = counts.funnel;
  const double seconds = static_cast<double>((record.ended - record.started).count()) / 1000.0;
  std::string text = fmt::format("{} domains, {} endpoints, {} connections in {:.1f} s{}\n",
                                 counts.domains, counts.endpoints, counts.connections, seconds,
                                 record.interrupted ? " (interrupted)" : "");
  text += fmt::format("  mail exchange: {}\n", by_size(counts.mx_statuses));
  if (counts.bad_lines + counts.duplicates != 0) {
    text +=
        fmt::format("  list: {} bad lines, {} named again\n", counts.bad_lines, counts.duplicates);
  }
  if (counts.skipped.count("special_purpose_address") != 0) {
    text +=
        "  (private, loopback and reserved addresses are contacted only with --allow-private)\n";
  }
  if (!counts.skipped.empty())
    text += fmt::format("  endpoints not contacted: {}\n", by_size(counts.skipped));
  text += row("endpoints visited", funnel.visited, funnel.visited);
  text += row("connected", funnel.connected, funnel.visited);
  text += row("greeted with 220", funnel.greeted, funnel.visited);
  text += row("accepted EHLO", funnel.ehlo_accepted, funnel.visited);
  text += row("offer STARTTLS", funnel.starttls_offered, funnel.visited);
  text += row("completed a TLS handshake", funnel.handshake_completed, funnel.visited);
  text += row("chain valid", funnel.chain_valid, funnel.visited);
  text += row("and names the MX host", funnel.name_matches, funnel.visited);
  text += fmt::format("  TLS versions: {}\n", by_size(counts.tls_versions));
  text += "  how the plain conversations ended:\n";
  text += in_columns(counts.ends);
  return text;
}

}  // namespace cli
