// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/dirty_budget.hpp"

#include <doctest/doctest.h>

namespace {

using scan::DirtyBudget;

base::IpAddress ip(int last) { return *base::IpAddress::parse("192.0.2." + std::to_string(last)); }
base::Instant at(long seconds) { return base::Instant(base::Milliseconds(seconds * 1000)); }

TEST_CASE("an address without dirty closes is free") {
  const DirtyBudget budget;
  CHECK(budget.free_at(ip(1), at(7), DirtyBudget::kMost) == at(7));
}

TEST_CASE("the fifth dirty close waits until the first is ten minutes old") {
  DirtyBudget budget;
  for (const long second : {0, 10, 20, 30}) {
    CHECK(budget.free_at(ip(1), at(second), 1) == at(second));
    budget.note(ip(1), at(second));
  }
  CHECK(budget.free_at(ip(1), at(40), 1) == at(600));
  CHECK(budget.free_at(ip(1), at(40), 2) == at(610));
  CHECK(budget.free_at(ip(1), at(40), 4) == at(630));
  CHECK(budget.free_at(ip(1), at(605), 1) == at(605));
}

TEST_CASE("more than fit at all are as many as fit") {
  DirtyBudget budget;
  budget.note(ip(1), at(0));
  CHECK(budget.free_at(ip(1), at(1), 100) == at(600));
}

TEST_CASE("each address has a budget of its own, and old closes are forgotten") {
  DirtyBudget budget;
  for (int i = 0; i < 4; ++i) budget.note(ip(1), at(i));
  CHECK(budget.free_at(ip(2), at(5), 4) == at(5));
  budget.note(ip(2), at(1000));
  CHECK(budget.free_at(ip(1), at(1000), 4) == at(1000));
}

}  // namespace
