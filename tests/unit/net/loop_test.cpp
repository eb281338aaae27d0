// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/loop.hpp"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "net/timer.hpp"

namespace {

using base::Milliseconds;

TEST_CASE("loop: a loop with nothing to do ends at once") {
  net::Loop loop;
  loop.run();
  loop.run();
}

TEST_CASE("loop: deferred work runs although nothing else is there, and then the loop ends") {
  net::Loop loop;
  int runs = 0;
  loop.defer([&] { ++runs; });
  CHECK(runs == 0);
  loop.run();
  CHECK(runs == 1);
  loop.run();
  CHECK(runs == 1);
}

TEST_CASE(
    "loop: deferred work runs after the callback, in order, and what it defers in the same turn") {
  net::Loop loop;
  std::string order;
  net::Timer later(loop, [&] { order += "later "; });
  net::Timer timer(loop, [&] {
    later.start(Milliseconds(0));  // the next turn
    loop.defer([&] {
      order += "first ";
      loop.defer([&] { order += "third "; });
    });
    loop.defer([&] { order += "second "; });
    order += "callback ";
  });
  timer.start(Milliseconds(0));
  loop.run();
  CHECK(order == "callback first second third later ");
}

TEST_CASE("loop: deferred work does not wait for a timer that is far away") {
  net::Loop loop;
  net::Timer far(loop, [] { FAIL("waited an hour"); });
  far.start(std::chrono::hours(1));
  net::Timer timer(loop, [&] { loop.defer([&] { far.stop(); }); });
  timer.start(Milliseconds(1));
  loop.run();
}

TEST_CASE("loop: an object may be destroyed by deferring it from its own callback") {
  net::Loop loop;
  std::unique_ptr<net::Timer> timer;
  timer = std::make_unique<net::Timer>(loop, [&] { loop.defer([&] { timer.reset(); }); });
  timer->start(Milliseconds(0));
  loop.run();
  CHECK(timer == nullptr);
}

TEST_CASE(
    "loop: the clock stands still in a callback, moves between runs, and is never behind a timer") {
  net::Loop loop;
  const auto begin = loop.now();
  base::Instant due{};
  net::Timer timer(loop, [&] {
    const auto now = loop.now();
    CHECK(now >= due);
    std::this_thread::sleep_for(Milliseconds(5));
    CHECK(loop.now() == now);
  });
  due = begin + Milliseconds(3);
  timer.start_at(due);
  loop.run();
  std::this_thread::sleep_for(Milliseconds(2));
  CHECK(loop.now() > begin);
}

TEST_CASE("loop: stop ends a run with work left, the next run goes on") {
  net::Loop loop;
  int runs = 0;
  net::Timer timer(loop, [&] {
    if (++runs < 3) {
      timer.start(Milliseconds(0));
      loop.stop();
    }
  });
  timer.start(Milliseconds(0));
  loop.run();
  CHECK(runs == 1);
  loop.run();
  CHECK(runs == 2);
  loop.run();
  CHECK(runs == 3);
}

TEST_CASE("loop: stop before run lets the next run end at once") {
  net::Loop loop;
  int runs = 0;
  loop.defer([&] { ++runs; });
  loop.stop();
  loop.run();
  CHECK(runs == 0);
  loop.run();
  CHECK(runs == 1);
}

TEST_CASE("loop: what was posted before a run is run, after what was deferred") {
  net::Loop loop;
  std::string order;
  loop.post([&] { order += "posted "; });
  loop.defer([&] { order += "deferred "; });
  loop.run();
  CHECK(order == "deferred posted ");
}

TEST_CASE("loop: posts of another thread run on the loop's thread, in order") {
  net::Loop loop;
  loop.keep_running(true);
  constexpr int count = 2'000;
  std::vector<int> seen;
  const auto loop_thread = std::this_thread::get_id();
  bool same_thread = true;
  std::thread other([&] {
    for (int i = 0; i < count; ++i) {
      loop.post([&, i] {
        seen.push_back(i);
        same_thread = same_thread && std::this_thread::get_id() == loop_thread;
      });
    }
    loop.post([&] { loop.keep_running(false); });
  });
  loop.run();
  other.join();
  CHECK(same_thread);
  REQUIRE(seen.size() == count);
  for (int i = 0; i < count; ++i) CHECK(seen[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("loop: posts of four threads all arrive") {
  net::Loop loop;
  loop.keep_running(true);
  constexpr int each = 500;
  int seen = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < each; ++n) {
        loop.post([&] {
          if (++seen == 4 * each) loop.stop();
        });
      }
    });
  }
  loop.run();
  for (auto& thread : threads) thread.join();
  CHECK(seen == 4 * each);
}

TEST_CASE("loop: work that never ran is destroyed with the loop, and what it owns before it") {
  auto loop = std::make_unique<net::Loop>();
  auto timer = std::make_shared<net::Timer>(*loop, [] { FAIL("never runs"); });
  timer->start(Milliseconds(0));
  const std::weak_ptr<net::Timer> watched = timer;
  SUBCASE("deferred") {
    loop->defer([kept = std::move(timer)] { FAIL("never runs"); });
  }
  SUBCASE("posted") {
    loop->post([kept = std::move(timer)] { FAIL("never runs"); });
  }
  loop.reset();
  CHECK(watched.expired());
}

}  // namespace
