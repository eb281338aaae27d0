// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/signal.hpp"

#include <memory>

#include <doctest/doctest.h>
#include <signal.h>

#include "net/timer.hpp"

namespace {

using base::Milliseconds;

TEST_CASE("signal: destroyed at each stage, it leaves a clean loop") {
  net::Loop loop;
  SUBCASE("nothing ever happens") {
    const net::Signal signal(loop, SIGUSR1, [] {});
  }
  SUBCASE("the signal is on the way") {
    const net::Signal signal(loop, SIGUSR1, [] { FAIL("destroyed before"); });
    raise(SIGUSR1);
  }
  SUBCASE("in its own callback") {
    std::unique_ptr<net::Signal> signal;
    net::Timer guard(loop, [] { FAIL("no signal came"); });
    guard.start(std::chrono::seconds(20));
    signal = std::make_unique<net::Signal>(loop, SIGUSR1, [&] {
      guard.stop();
      signal.reset();
    });
    raise(SIGUSR1);
    loop.run();
    CHECK(signal == nullptr);
  }
}

TEST_CASE("signal: it calls each time, and does not keep the loop running") {
  net::Loop loop;
  int calls = 0;
  net::Timer guard(loop, [] { FAIL("no signal came"); });
  guard.start(std::chrono::seconds(20));
  const net::Signal signal(loop, SIGUSR1, [&] {
    if (++calls == 2) {
      guard.stop();
    } else {
      raise(SIGUSR1);
    }
  });
  raise(SIGUSR1);
  loop.run();
  CHECK(calls == 2);
  loop.run();
}

}  // namespace
