// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/status_line.hpp"

#include <string>

#include <doctest/doctest.h>

namespace scan {
namespace {

TEST_CASE("status line: the list's length is known") {
  Progress progress;
  progress.elapsed = base::Milliseconds(67'000);
  progress.total_domains = 5000;
  progress.conversations = 800;
  model::RunCounts counts;
  counts.domains = 1200;
  counts.statuses = {{"io-timeout", 12}, {"success", 900}};
  CHECK(status_line(progress, counts) ==
        "00:01:07  1200/5000 domains, 17.9/s, 800 in flight; success 900, io-timeout 12; ETA "
        "00:03:32");
}

TEST_CASE("status line: the list is a pipe") {
  Progress progress;
  progress.elapsed = base::Milliseconds(2000);
  model::RunCounts counts;
  counts.domains = 3;
  CHECK(status_line(progress, counts) == "00:00:02  3 domains, 1.5/s, 0 in flight");
}

TEST_CASE("status line: nothing has happened yet") {
  Progress progress;
  progress.total_domains = 10;
  CHECK(status_line(progress, model::RunCounts()) == "00:00:00  0/10 domains, 0.0/s, 0 in flight");
}

TEST_CASE(
    "status line: at the end there is nothing to expect; only the four most frequent are shown") {
  Progress progress;
  progress.elapsed = base::Milliseconds(100L * 3600 * 1000);
  progress.total_domains = 10;
  model::RunCounts counts;
  counts.domains = 10;
  counts.statuses = {{"a", 1}, {"b", 5}, {"c", 3}, {"d", 4}, {"e", 2}};
  CHECK(status_line(progress, counts) ==
        "100:00:00  10/10 domains, 0.0/s, 0 in flight; b 5, d 4, c 3, e 2");
}

}  // namespace
}  // namespace scan
