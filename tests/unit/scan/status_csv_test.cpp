// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <doctest/doctest.h>

#include "scan/status_line.hpp"

namespace {

scan::Progress some_progress() {
  scan::Progress progress;
  progress.elapsed = base::Milliseconds(2'500);
  progress.total_domains = 100;
  progress.under_way = 7;
  progress.conversations = 3;
  progress.waiting = 4;
  progress.rate = 50;
  return progress;
}

model::RunCounts some_counts() {
  model::RunCounts counts;
  counts.domains = 10;
  counts.endpoints = 12;
  counts.connections = 15;
  counts.dirty_closes = 1;
  counts.outcomes = {{"quit.completed", 9}, {"starttls.not_offered", 3}};
  counts.measurabilities = {{"measured", 11}, {"transient", 1}};
  counts.stage_times["connect"].add(base::Milliseconds(3));
  counts.stage_times["connect"].add(base::Milliseconds(300'000));
  return counts;
}

}  // namespace

TEST_CASE("status file: a row has as many columns as the head") {
  const std::string head = scan::status_csv_head();
  const std::string row = scan::status_csv_row(
      base::WallTime(base::Milliseconds(1'700'000'000'000)), some_progress(), some_counts());
  CHECK(std::count(head.begin(), head.end(), ',') == std::count(row.begin(), row.end(), ','));
  CHECK(row == "2023-11-14T22:13:20.000Z,2.500,10,100,7,12,15,1,3,4,50,6.00,11,1,0,0,0\n");
  // What is not known is empty, not 0: the length of a pipe, no limit.
  scan::Progress unknown;
  const std::string empty = scan::status_csv_row({}, unknown, {});
  CHECK(empty == "1970-01-01T00:00:00.000Z,0.000,0,,0,0,0,0,0,0,,0.00,0,0,0,0,0\n");
}

TEST_CASE("metrics: each has its help and type, histograms add up") {
  const std::string text = scan::metrics_text(some_progress(), some_counts());
  const auto has = [&text](const char* line) {
    return text.find(std::string(line) + "\n") != std::string::npos;
  };
  CHECK(has("# TYPE waxseal_domains_total counter"));
  CHECK(has("waxseal_domains_total 10"));
  CHECK(has("waxseal_visits_in_flight 3"));
  CHECK(has("waxseal_rate_limit 50"));
  CHECK(has("waxseal_output_blocked 0"));
  CHECK(has("waxseal_outcomes_total{code=\"starttls.not_offered\"} 3"));
  CHECK(has("waxseal_measurabilities_total{measurability=\"measured\"} 11"));
  CHECK(has("waxseal_stage_seconds_bucket{stage=\"connect\",le=\"0.002\"} 0"));
  CHECK(has("waxseal_stage_seconds_bucket{stage=\"connect\",le=\"0.005\"} 1"));
  CHECK(has("waxseal_stage_seconds_bucket{stage=\"connect\",le=\"200\"} 1"));
  CHECK(has("waxseal_stage_seconds_bucket{stage=\"connect\",le=\"+Inf\"} 2"));
  CHECK(has("waxseal_stage_seconds_sum{stage=\"connect\"} 300.003"));
  CHECK(has("waxseal_stage_seconds_count{stage=\"connect\"} 2"));
  CHECK(text.back() == '\n');
}

TEST_CASE("a disk that is full is said in the line") {
  scan::Progress progress = some_progress();
  progress.output_problem = "No space left on device";
  CHECK(scan::status_line(progress, some_counts()).find("No space left on device") !=
        std::string::npos);
}

TEST_CASE("the pace of a run that goes on is its own") {
  scan::Progress progress = some_progress();
  progress.domains_before = 5;
  CHECK(scan::status_line(progress, some_counts()).find("10/100 domains, 2.0/s") !=
        std::string::npos);
}
