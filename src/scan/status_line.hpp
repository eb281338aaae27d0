// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person, a spreadsheet and a monitor want to know of a scan while it goes on. All pure.
#pragma once

#include <cstddef>
#include <string>

#include "base/time.hpp"
#include "model/records.hpp"

namespace scan {

struct Progress {
  base::Milliseconds elapsed{};
  std::size_t total_domains = 0;     // 0: not known, the list is a pipe
  std::uint64_t domains_before = 0;  // of those done, the ones of an earlier run
  std::size_t under_way = 0;         // domains
  std::size_t conversations = 0;     // visits at this moment
  std::size_t waiting = 0;           // conversations that wait for their turn
  double rate = 0;                   // the limit of conversations begun in a second; 0: none
  std::string output_problem;        // why no line can be written now; empty: it can
};

// One line: "00:01:07  1200/5000 domains, 17.9/s, 800 in flight; success 900, io-timeout 12; ETA
// 00:03:32".
std::string status_line(const Progress& progress, const model::RunCounts& counts);

// The same as rows of CSV (RFC 4180, but for LF at the end of lines), one a second: zmap's idea of
// a status file. `now`: the wall clock.
std::string status_csv_head();
std::string status_csv_row(base::WallTime now, const Progress& progress,
                           const model::RunCounts& counts);

// The same in the text format that Prometheus reads (version 0.0.4).
std::string metrics_text(const Progress& progress, const model::RunCounts& counts);

}  // namespace scan
