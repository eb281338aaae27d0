// SPDX-License-Identifier: GPL-3.0-or-later
//
// Names as Prometheus wants them: base units (seconds), counters end in _total.
#include <string_view>

#include <fmt/core.h>

#include "scan/status_line.hpp"

namespace scan {
namespace {

std::string head(std::string_view name, std::string_view type, std::string_view help) {
  return fmt::format("# HELP waxseal_{} {}\n# TYPE waxseal_{} {}\n", name, help, name, type);
}

template <typename Number>
std::string single(std::string_view name, std::string_view type, std::string_view help,
                   Number value) {
  return head(name, type, help) + fmt::format("waxseal_{} {}\n", name, value);
}

// The words are our own: nothing in them needs a backslash.
std::string by_word(std::string_view name, std::string_view label, std::string_view help,
                    const std::map<std::string, std::uint64_t>& counts) {
  std::string text = head(name, "counter", help);
  for (const auto& [word, count] : counts)
    text += fmt::format("waxseal_{}{{{}=\"{}\"}} {}\n", name, label, word, count);
  return text;
}

std::string stages(const std::map<std::string, model::Histogram>& times) {
  std::string text = head("stage_seconds", "histogram", "How long the stages of a visit took.");
  for (const auto& [stage, histogram] : times) {
    std::uint64_t up_to_here = 0;
    for (std::size_t i = 0; i < model::Histogram::kBounds.size(); ++i) {
      up_to_here += histogram.counts()[i];
      text += fmt::format("waxseal_stage_seconds_bucket{{stage=\"{}\",le=\"{}\"}} {}\n", stage,
                          static_cast<double>(model::Histogram::kBounds[i]) / 1000.0, up_to_here);
    }
    text += fmt::format("waxseal_stage_seconds_bucket{{stage=\"{}\",le=\"+Inf\"}} {}\n", stage,
                        histogram.count());
    text += fmt::format("waxseal_stage_seconds_sum{{stage=\"{}\"}} {}\n", stage,
                        static_cast<double>(histogram.sum_ms()) / 1000.0);
    text +=
        fmt::format("waxseal_stage_seconds_count{{stage=\"{}\"}} {}\n", stage, histogram.count());
  }
  return text;
}

}  // namespace

std::string metrics_text(const Progress& progress, const model::RunCounts& counts) {
  std::string text;
  text += single("elapsed_seconds", "gauge", "Since the scan began.",
                 static_cast<double>(progress.elapsed.count()) / 1000.0);
  text += single("domains_total", "counter", "Domain lines written.", counts.domains);
  text += single("endpoints_total", "counter", "Endpoint lines written.", counts.endpoints);
  text += single("connections_total", "counter", "Conversations held.", counts.connections);
  text += single("dirty_closes_total", "counter",
                 "Conversations that a server's log complains about.", counts.dirty_closes);
  text += single("domains_under_way", "gauge", "Domains read and without a line yet.",
                 progress.under_way);
  text += single("visits_in_flight", "gauge", "Visits at this moment.", progress.conversations);
  text += single("conversations_waiting", "gauge", "Conversations that wait for their turn.",
                 progress.waiting);
  text += single("rate_limit", "gauge", "Conversations begun in a second, at most; 0: no limit.",
                 progress.rate);
  text += single("output_blocked", "gauge", "1 while no line can be written (disk full).",
                 progress.output_problem.empty() ? 0 : 1);
  text += by_word("outcomes_total", "code", "How endpoints, and domains without one, came out.",
                  counts.outcomes);
  text += by_word("measurabilities_total", "measurability", "The same, by what it is worth.",
                  counts.measurabilities);
  return text + stages(counts.stage_times);
}

}  // namespace scan
