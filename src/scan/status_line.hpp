// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "base/time.hpp"
#include "model/records.hpp"

namespace scan {

// What a person who waits wants to know.
struct Progress {
  base::Milliseconds elapsed{};
  std::size_t total_domains = 0;  // 0: not known, the list is a pipe
  std::size_t under_way = 0;      // domains
  std::size_t conversations = 0;  // at this moment
};

// One line: "00:01:07  1200/5000 domains, 17.9/s, 800 in flight; success 900, io-timeout 12; ETA
// 00:03:32".
std::string status_line(const Progress& progress, const model::RunCounts& counts);

}  // namespace scan
