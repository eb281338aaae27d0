// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost.hpp"

#include <fmt/core.h>

#include "machine.hpp"

namespace bench {
namespace {

Range range_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  const double median =
      values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  return {median, values.front(), values.back()};
}

}  // namespace

Cost measured(const Load& load, const std::function<Tally(const Load&)>& play) {
  Load warm_up = load;
  warm_up.count = std::min<std::size_t>(load.count, 100);
  play(warm_up);
  const Usage before = usage();
  const Tally tally = play(load);
  const Usage after = usage();
  if (tally.completed != load.count) {
    give_up(
        fmt::format("{} of {} conversations did not end as they should", tally.failed, load.count));
  }
  const auto count = static_cast<double>(load.count);
  return {(after.user_seconds - before.user_seconds) * 1e6 / count,
          (after.system_seconds - before.system_seconds) * 1e6 / count,
          count / (after.wall_seconds - before.wall_seconds), peak_rss_mb()};
}

Range range_of(const Rounds& rounds, double (*field)(const Cost&)) {
  std::vector<double> values;
  for (const Cost& cost : rounds) values.push_back(field(cost));
  return range_of(std::move(values));
}

Range ratio_of(const Rounds& rounds, const Rounds& to) {
  std::vector<double> values;
  for (std::size_t i = 0; i < rounds.size(); ++i) values.push_back(rounds[i].cpu() / to[i].cpu());
  return range_of(std::move(values));
}

std::string text_of(const Range& range, int digits) {
  return fmt::format("{0:.{3}f} ({1:.{3}f}..{2:.{3}f})", range.median, range.least, range.most,
                     digits);
}

}  // namespace bench
