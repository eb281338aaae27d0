// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/shuffle.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

#include <doctest/doctest.h>

namespace scan {
namespace {

// The numbers 0 to count - 1 through a window.
std::vector<std::size_t> drawn(std::uint64_t seed, std::size_t window, std::size_t count) {
  Shuffle shuffle(seed, window);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < count || !shuffle.empty();) {
    while (i < count && !shuffle.is_full()) {
      shuffle.add({std::to_string(i), i});
      ++i;
    }
    const Shuffle::Entry entry = shuffle.draw();
    CHECK(entry.text == std::to_string(entry.line));
    order.push_back(entry.line);
  }
  return order;
}

TEST_CASE("shuffle: each once, none lost, and the window is what it can look ahead") {
  for (const std::size_t window : {1U, 2U, 3U, 64U, 1000U, 5000U}) {
    CAPTURE(window);
    const auto order = drawn(1, window, 1000);
    CHECK(order.size() == 1000);
    CHECK(std::set<std::size_t>(order.begin(), order.end()).size() == 1000);
    for (std::size_t i = 0; i < order.size(); ++i) CHECK(order[i] < i + window);
  }
  const auto of_one = drawn(1, 1, 100);
  CHECK(std::is_sorted(of_one.begin(), of_one.end()));
}

// Written down, so that another library, compiler or machine cannot change them unseen.
TEST_CASE("shuffle: a seed is an order, for ever") {
  CHECK(drawn(0, 8, 8) == drawn(0, 8, 8));
  CHECK(drawn(0, 64, 1000) == drawn(0, 64, 1000));
  CHECK(drawn(0, 64, 1000) != drawn(1, 64, 1000));
  CHECK(drawn(42, 8, 12) == std::vector<std::size_t>{6, 0, 2, 7, 5, 4, 8, 11, 9, 1, 3, 10});
}

TEST_CASE("shuffle: every place of the window is as likely as every other") {
  constexpr std::size_t window = 10;
  constexpr std::size_t rounds = 20'000;
  std::array<std::size_t, window> first{};
  for (std::size_t seed = 0; seed < rounds; ++seed) ++first.at(drawn(seed, window, window).front());
  // 2,000 each; five standard deviations of a binomial distribution are 212.
  for (const std::size_t count : first) CHECK(std::abs(static_cast<double>(count) - 2'000) < 212);
}

}  // namespace
}  // namespace scan
