// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "base/time.hpp"

struct uv_loop_s;

namespace net {

// One libuv event loop. Everything else in this room belongs to one Loop and must be destroyed
// before it. Threading: a Loop and all that belongs to it live on one thread; only post() may be
// called from another. No exception may leave a callback given to this room.
//
// A turn of the loop:   timers -> sockets and signals -> deferred work -> closed handles are freed
//
// The first Loop makes the process ignore SIGPIPE, unless it has a handler: a write to a
// connection that the peer has reset must show as closed(), not end the process.
class Loop {
 public:
  Loop();
  // Asserts that every handle was closed before. Deferred and posted work that has not run is
  // destroyed unrun; connections still being closed in the background are reset.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Until nothing is left to wait for, or stop() was called. Not from inside a callback.
  void run();
  // run() returns at the end of this turn; it may be called again. Before run(): the next run()
  // returns at once.
  void stop();
  // While true, run() does not return for want of something to wait for: for a loop whose work
  // comes by post(). False at first.
  void keep_running(bool keep);

  // The clock of this turn; does not move while a callback runs.
  [[nodiscard]] base::Instant now() const;
  // The clock of this moment, for what is to be done now and must not be early: a turn that has
  // much to do begins long before it ends.
  [[nodiscard]] static base::Instant this_moment();
  [[nodiscard]] base::WallTime wall_now() const;

  // Runs `work` at the end of this turn, after all callbacks: the place to destroy an object
  // from inside its own callback. In order; work added by work runs in the same turn. Called
  // outside run(), the work runs in the first turn of the next run().
  void defer(std::function<void()> work);

  // The same from any thread: wakes the loop up and runs `work` on it, in the order of the calls.
  // What was posted before run() returns for want of work is still run; a post does not keep
  // run() waiting for it (see keep_running()). The Loop must live until post() has returned.
  void post(std::function<void()> work);

  [[nodiscard]] uv_loop_s* raw() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
