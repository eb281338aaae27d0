// SPDX-License-Identifier: GPL-3.0-or-later
//
// Time is an argument: only net and scan read a clock, everybody else is told.
#pragma once

#include <chrono>
#include <string>

namespace base {

using Milliseconds = std::chrono::milliseconds;

// A point on a clock that only goes forward; its origin means nothing. For deadlines and durations.
using Instant = std::chrono::time_point<std::chrono::steady_clock, Milliseconds>;

// Wall-clock time, UTC. For what is written down and for certificate dates.
using WallTime = std::chrono::time_point<std::chrono::system_clock, Milliseconds>;

// RFC 3339, UTC, milliseconds: "2026-11-21T09:30:00.123Z". Years 0 to 9999.
std::string rfc3339(WallTime time);

// The start of a civil second, for parsers of ASN.1 times; month 1-12, day 1-31, proleptic
// Gregorian.
struct CivilTime {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
};
// False when a field is out of its range: a year after 9999, 30 February (a leap second, 60, is
// out: X.509 has none).
bool is_valid(const CivilTime& civil);
WallTime to_wall_time(const CivilTime& civil);

}  // namespace base
