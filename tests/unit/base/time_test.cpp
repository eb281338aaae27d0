// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/time.hpp"

#include <doctest/doctest.h>

namespace {

using base::CivilTime;
using base::Milliseconds;
using base::WallTime;

std::string text(const CivilTime& civil) { return base::rfc3339(base::to_wall_time(civil)); }

TEST_CASE("time: RFC 3339, with milliseconds, in UTC") {
  CHECK(base::rfc3339(WallTime{}) == "1970-01-01T00:00:00.000Z");
  CHECK(base::rfc3339(WallTime(Milliseconds(1))) == "1970-01-01T00:00:00.001Z");
  CHECK(base::rfc3339(WallTime(Milliseconds(-1))) == "1969-12-31T23:59:59.999Z");
  CHECK(base::rfc3339(WallTime(Milliseconds(951'782'400'000))) == "2000-02-29T00:00:00.000Z");
  CHECK(base::rfc3339(WallTime(Milliseconds(2'147'483'648'123))) == "2038-01-19T03:14:08.123Z");
}

TEST_CASE("time: the ends of what X.509 can say") {
  CHECK(text({9999, 12, 31, 23, 59, 59}) == "9999-12-31T23:59:59.000Z");
  CHECK(text({0, 1, 1, 0, 0, 0}) == "0000-01-01T00:00:00.000Z");
  CHECK(text({1950, 1, 1, 0, 0, 0}) == "1950-01-01T00:00:00.000Z");
  CHECK(text({2049, 12, 31, 23, 59, 59}) == "2049-12-31T23:59:59.000Z");
}

TEST_CASE("time: which civil times there are") {
  struct Row {
    std::string name;
    CivilTime civil;
    bool valid;
  };
  const Row rows[] = {
      {"leap day of a leap year", {2024, 2, 29, 0, 0, 0}, true},
      {"leap day of 2000, divisible by 400", {2000, 2, 29, 0, 0, 0}, true},
      {"no leap day in 1900, divisible by 100", {1900, 2, 29, 0, 0, 0}, false},
      {"no leap day in 2023", {2023, 2, 29, 0, 0, 0}, false},
      {"30 February", {2024, 2, 30, 0, 0, 0}, false},
      {"31 April", {2024, 4, 31, 0, 0, 0}, false},
      {"31 December", {2024, 12, 31, 23, 59, 59}, true},
      {"month 0", {2024, 0, 1, 0, 0, 0}, false},
      {"month 13", {2024, 13, 1, 0, 0, 0}, false},
      {"month 257 does not wrap", {2024, 257, 1, 0, 0, 0}, false},
      {"day 0", {2024, 1, 0, 0, 0, 0}, false},
      {"day 32", {2024, 1, 32, 0, 0, 0}, false},
      {"day 257 does not wrap", {2024, 1, 257, 0, 0, 0}, false},
      {"hour 24", {2024, 1, 1, 24, 0, 0}, false},
      {"minute 60", {2024, 1, 1, 0, 60, 0}, false},
      {"leap second", {2016, 12, 31, 23, 59, 60}, false},
      {"year 0", {0, 1, 1, 0, 0, 0}, true},
      {"year -1", {-1, 1, 1, 0, 0, 0}, false},
      {"year 10000", {10000, 1, 1, 0, 0, 0}, false},
      {"year 67506 does not wrap to 1970", {67506, 1, 1, 0, 0, 0}, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(base::is_valid(row.civil) == row.valid);
  }
}

}  // namespace
