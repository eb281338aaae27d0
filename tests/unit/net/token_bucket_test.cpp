// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/token_bucket.hpp"

#include <doctest/doctest.h>

namespace {

using base::Instant;
using base::Milliseconds;

// Takes what there is at each millisecond from `begin` on.
int take_all(net::TokenBucket& bucket, Instant begin, int milliseconds) {
  int taken = 0;
  for (int i = 0; i < milliseconds; ++i) {
    const Instant now = begin + Milliseconds(i);
    for (int once = 0; once < 1'000'000 && bucket.has_token(now); ++once) {
      bucket.take(now);
      ++taken;
    }
  }
  return taken;
}

const Instant start{Milliseconds(1'000'000)};

TEST_CASE("token bucket: at once a tenth of a second's worth, in a second a second's worth more") {
  net::TokenBucket bucket(1'000);
  CHECK(take_all(bucket, start, 1) == 100);
  CHECK(take_all(bucket, start + Milliseconds(1), 1'000) == 1'000);
}

TEST_CASE("token bucket: a long rest saves up no more than the burst") {
  net::TokenBucket bucket(1'000);
  take_all(bucket, start, 1);
  CHECK(take_all(bucket, start + std::chrono::hours(1), 1) == 100);
}

TEST_CASE("token bucket: slow rates give one at a time") {
  net::TokenBucket bucket(2);
  CHECK(take_all(bucket, start, 1) == 1);
  CHECK(bucket.next_token() == start + Milliseconds(500));
  CHECK_FALSE(bucket.has_token(start + Milliseconds(499)));
  CHECK(bucket.has_token(start + Milliseconds(500)));
}

TEST_CASE("token bucket: rates above one per millisecond hold too") {
  net::TokenBucket bucket(7'777);
  const int taken = take_all(bucket, start, 10'000);
  CHECK(taken >= 77'770);
  CHECK(taken <= 77'770 + 777 + 8);
}

TEST_CASE("token bucket: no rate, no limit") {
  net::TokenBucket bucket(0);
  for (int i = 0; i < 100'000; ++i) bucket.take(start);
  CHECK(bucket.has_token(start));
}

TEST_CASE("token bucket: taking without a token puts the next one off") {
  net::TokenBucket bucket(10);
  bucket.take(start);
  bucket.take(start);
  CHECK(bucket.next_token() == start + Milliseconds(200));
}

}  // namespace
