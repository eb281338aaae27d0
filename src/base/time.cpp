// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/time.hpp"

#include <fmt/compile.h>

namespace base {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

std::string rfc3339(WallTime time) {
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const std::chrono::hh_mm_ss<Milliseconds> clock(time - day);
  return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z"),
                     static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

bool is_valid(const CivilTime& civil) {
  // std::chrono's fields are one or two octets wide and would wrap.
  if (civil.year < 0 || civil.year > 9999 || civil.month > 12 || civil.day > 31) return false;
  const year_month_day date(std::chrono::year(civil.year), std::chrono::month(civil.month),
                            std::chrono::day(civil.day));
  return date.ok() && civil.hour < 24 && civil.minute < 60 && civil.second < 60;
}

WallTime to_wall_time(const CivilTime& civil) {
  const year_month_day date(std::chrono::year(civil.year), std::chrono::month(civil.month),
                            std::chrono::day(civil.day));
  return std::chrono::sys_days(date) + hours(civil.hour) + minutes(civil.minute) +
         seconds(civil.second);
}

}  // namespace base
