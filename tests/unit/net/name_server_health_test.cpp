// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/name_server_health.hpp"

#include <doctest/doctest.h>

namespace {

using base::Instant;
using base::Milliseconds;
using net::NameServerHealth;

constexpr Instant kBegin{Milliseconds(1'000)};
constexpr Milliseconds kRest{10'000};

// Set aside at kBegin.
NameServerHealth set_aside() {
  NameServerHealth health(kRest);
  for (unsigned i = 0; i < NameServerHealth::kMostSilences; ++i) {
    CHECK(health.in_service(kBegin));
    CHECK_FALSE(health.sent(kBegin));
    health.silent(false, kBegin);
  }
  return health;
}

TEST_CASE("name server health: five silences in a row set it aside, not four, nor five in all") {
  NameServerHealth health(kRest);
  for (int i = 0; i < 20; ++i) {
    for (unsigned k = 1; k < NameServerHealth::kMostSilences; ++k) health.silent(false, kBegin);
    CHECK(health.in_service(kBegin));
    health.answered();
  }
  CHECK_FALSE(set_aside().in_service(kBegin));
}

TEST_CASE("name server health: after its rest one query finds out") {
  NameServerHealth health = set_aside();
  CHECK_FALSE(health.in_service(kBegin + kRest - Milliseconds(1)));
  CHECK(health.in_service(kBegin + kRest));
  CHECK(health.sent(kBegin + kRest));
  CHECK_FALSE(health.in_service(kBegin + kRest));  // one, not all that come meanwhile
  SUBCASE("it answers, and is back") {
    health.answered();
    CHECK(health.in_service(kBegin + kRest));
    for (unsigned k = 1; k < NameServerHealth::kMostSilences; ++k) health.silent(false, kBegin);
    CHECK(health.in_service(kBegin + kRest));
  }
  SUBCASE("it is silent, and rests again") {
    const Instant now = kBegin + kRest + Milliseconds(2'000);
    health.silent(true, now);
    CHECK_FALSE(health.in_service(now + kRest - Milliseconds(1)));
    CHECK(health.in_service(now + kRest));
  }
}

TEST_CASE("name server health: queries that were under way neither prolong the rest nor end it") {
  NameServerHealth health = set_aside();
  health.silent(false, kBegin + Milliseconds(5'000));
  CHECK(health.in_service(kBegin + kRest));
  CHECK(health.sent(kBegin + kRest));
  health.silent(false, kBegin + kRest);
  CHECK_FALSE(health.in_service(kBegin + kRest));  // the probe is still out
}

TEST_CASE("name server health: asked for want of another, it is back with its first answer") {
  NameServerHealth health = set_aside();
  CHECK_FALSE(health.sent(kBegin));
  health.answered();
  CHECK(health.in_service(kBegin));
}

}  // namespace
