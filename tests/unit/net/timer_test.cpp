// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/timer.hpp"

#include <memory>
#include <string>

#include <doctest/doctest.h>

namespace {

using base::Milliseconds;

TEST_CASE("timer: destroyed at each stage, it leaves a clean loop") {
  net::Loop loop;
  SUBCASE("never started") {
    const net::Timer timer(loop, [] {});
  }
  SUBCASE("started, the loop never runs") {
    net::Timer timer(loop, [] { FAIL("destroyed before"); });
    timer.start(Milliseconds(0));
  }
  SUBCASE("started, destroyed, the loop runs") {
    {
      net::Timer timer(loop, [] { FAIL("destroyed before"); });
      timer.start(Milliseconds(0));
    }
    loop.run();
  }
  SUBCASE("after it has expired") {
    net::Timer timer(loop, [] {});
    timer.start(Milliseconds(0));
    loop.run();
  }
  SUBCASE("in its own callback") {
    std::unique_ptr<net::Timer> timer;
    std::string witness = "a capture that must outlive the call, longer than a short string";
    bool alive_after = false;
    timer = std::make_unique<net::Timer>(loop, [&timer, &alive_after, witness] {
      timer.reset();
      alive_after = witness.size() > 20;
    });
    timer->start(Milliseconds(0));
    loop.run();
    CHECK(alive_after);
  }
  SUBCASE("in the callback of another one of the same moment") {
    std::unique_ptr<net::Timer> second;
    net::Timer first(loop, [&] { second.reset(); });
    second = std::make_unique<net::Timer>(loop, [] { FAIL("destroyed before"); });
    first.start(Milliseconds(1));
    second->start(Milliseconds(1));
    loop.run();
  }
}

TEST_CASE("timer: timers of one loop expire in the order of their times") {
  net::Loop loop;
  std::string order;
  net::Timer c(loop, [&] { order += 'c'; });
  net::Timer a(loop, [&] { order += 'a'; });
  net::Timer b(loop, [&] { order += 'b'; });
  const auto now = loop.now();
  c.start_at(now + Milliseconds(6));
  a.start_at(now - Milliseconds(1'000));  // long past
  b.start_at(now + Milliseconds(3));
  loop.run();
  CHECK(order == "abc");
}

TEST_CASE("timer: starting anew forgets the earlier start") {
  net::Loop loop;
  int calls = 0;
  net::Timer timer(loop, [&] { ++calls; });
  timer.start(std::chrono::hours(1));
  timer.start(Milliseconds(1));
  loop.run();
  CHECK(calls == 1);
}

TEST_CASE("timer: a stopped timer does not call and does not keep the loop") {
  net::Loop loop;
  net::Timer timer(loop, [] { FAIL("stopped"); });
  timer.stop();  // before there was anything to stop
  timer.start(Milliseconds(0));
  timer.stop();
  timer.stop();
  loop.run();
}

TEST_CASE("timer: one that restarts itself with zero lets deferred work have its turn") {
  net::Loop loop;
  int calls = 0;
  bool over = false;
  net::Timer timer(loop, [&] {
    if (++calls == 1) loop.defer([&] { over = true; });
    if (!over) timer.start(Milliseconds(0));
  });
  timer.start(Milliseconds(0));
  loop.run();
  CHECK(over);
  CHECK(calls == 2);
}

}  // namespace
