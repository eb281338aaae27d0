// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/histogram.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace {

using base::Milliseconds;
using model::Histogram;

std::uint64_t in_bucket(const Histogram& histogram, std::int64_t bound) {
  const auto found = std::find(Histogram::kBounds.begin(), Histogram::kBounds.end(), bound);
  REQUIRE(found != Histogram::kBounds.end());
  return histogram.counts().at(static_cast<std::size_t>(found - Histogram::kBounds.begin()));
}

TEST_CASE("histogram: a time is in the bucket of the first bound that is not below it") {
  Histogram histogram;
  for (const int ms : {0, 1, 2, 3, 5, 100, 101, 200'000}) histogram.add(Milliseconds(ms));
  CHECK(in_bucket(histogram, 1) == 2);
  CHECK(in_bucket(histogram, 2) == 1);
  CHECK(in_bucket(histogram, 5) == 2);
  CHECK(in_bucket(histogram, 100) == 1);
  CHECK(in_bucket(histogram, 200) == 1);
  CHECK(in_bucket(histogram, 200'000) == 1);
  CHECK(histogram.counts().back() == 0);
  CHECK(histogram.count() == 8);
  CHECK(histogram.sum_ms() == 200'212);
}

TEST_CASE(
    "histogram: what is over all bounds is counted, what is under nothing counts as nothing") {
  Histogram histogram;
  histogram.add(Milliseconds(200'001));
  histogram.add(Milliseconds(-5));
  CHECK(histogram.counts().back() == 1);
  CHECK(histogram.counts().front() == 1);
  CHECK(histogram.sum_ms() == 200'001);
}

TEST_CASE("histogram: a sum is what one histogram of all would be") {
  Histogram all;
  Histogram even;
  Histogram odd;
  for (int ms = 0; ms < 3'000; ++ms) {
    all.add(Milliseconds(ms));
    (ms % 2 == 0 ? even : odd).add(Milliseconds(ms));
  }
  CHECK_FALSE(even == odd);
  even += odd;
  CHECK(even == all);
}

TEST_CASE("histogram: quantiles lie in the bucket where the sorted times have them") {
  Histogram histogram;
  CHECK_FALSE(histogram.quantile_ms(0.5).has_value());
  for (int i = 0; i < 90; ++i) histogram.add(Milliseconds(15));
  for (int i = 0; i < 10; ++i) histogram.add(Milliseconds(1'500));
  CHECK(*histogram.quantile_ms(0.5) == doctest::Approx(10 + 10 * 50.0 / 90));
  CHECK(*histogram.quantile_ms(0.9) == doctest::Approx(20));
  CHECK(*histogram.quantile_ms(0.95) == doctest::Approx(1'500));
  CHECK(*histogram.quantile_ms(1) == doctest::Approx(2'000));
  CHECK(*histogram.quantile_ms(0) == doctest::Approx(10));
}

TEST_CASE("histogram: a quantile beyond all bounds is the last bound") {
  Histogram histogram;
  histogram.add(Milliseconds(1'000'000));
  CHECK(*histogram.quantile_ms(0.5) == 200'000);
}

}  // namespace
