// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/loop.hpp"

#include <cassert>
#include <chrono>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#include <signal.h>
#include <uv.h>

#include "net/loop_shared.hpp"
#include "net/uv_handle.hpp"

namespace net {

namespace {

using Work = std::function<void()>;

// libuv writes without MSG_NOSIGNAL and leaves SIGPIPE to the program.
void ignore_broken_pipes() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction present {};
    if (sigaction(SIGPIPE, nullptr, &present) == 0 && present.sa_handler == SIG_DFL) {
      present.sa_handler = SIG_IGN;
      sigaction(SIGPIPE, &present, nullptr);
    }
  });
}

}  // namespace

struct Loop::Impl {
  uv_loop_t loop{};
  LoopShared shared{};
  // Deferred work runs in `check`, after the sockets of the turn. `idle` is there so that the turn
  // does not wait for a socket first; both run only while there is deferred work, so an empty list
  // keeps no loop alive.
  UvHandle<uv_check_t> check = new_handle<uv_check_t>();
  UvHandle<uv_idle_t> idle = new_handle<uv_idle_t>();
  UvHandle<uv_async_t> wake = new_handle<uv_async_t>();
  std::deque<Work> deferred;
  bool running = false;
  bool stopped = false;

  std::mutex mutex;          // guards `posted`, the only member that another thread touches
  std::vector<Work> posted;  // `wake` itself is made for being called from anywhere

  void defer(Work work);
  void run_deferred();
  bool take_posted();
  void drop_unrun();
};

void Loop::Impl::defer(Work work) {
  deferred.push_back(std::move(work));
  // Starting what is started already does nothing.
  uv_check_start(check.get(), [](uv_check_t* handle) {
    if (auto* self = owner_of<Impl>(handle); self != nullptr) self->run_deferred();
  });
  uv_idle_start(idle.get(), [](uv_idle_t*) {});
}

void Loop::Impl::run_deferred() {
  while (!deferred.empty()) {
    const Work work = std::move(deferred.front());
    deferred.pop_front();
    work();
  }
  uv_check_stop(check.get());
  uv_idle_stop(idle.get());
}

bool Loop::Impl::take_posted() {
  std::vector<Work> taken;
  {
    const std::lock_guard lock(mutex);
    taken.swap(posted);
  }
  for (auto& work : taken) defer(std::move(work));
  return !taken.empty();
}

// What the destroyed work held may itself defer, on its way down.
void Loop::Impl::drop_unrun() {
  do {
    std::deque<Work> unrun;
    unrun.swap(deferred);
    unrun.clear();
    take_posted();
  } while (!deferred.empty());
}

Loop::Loop() : impl_(std::make_unique<Impl>()) {
  ignore_broken_pipes();
  uv_loop_t* loop = &impl_->loop;
  [[maybe_unused]] int failed = uv_loop_init(loop);
  assert(failed == 0 && "an event loop needs a few file descriptors");
  loop->data = &impl_->shared;
  uv_check_init(loop, impl_->check.get());
  uv_idle_init(loop, impl_->idle.get());
  failed = uv_async_init(loop, impl_->wake.get(), [](uv_async_t* handle) {
    if (auto* self = owner_of<Impl>(handle); self != nullptr) self->take_posted();
  });
  assert(failed == 0 && "an event loop needs a file descriptor to be woken by");
  uv_unref(reinterpret_cast<uv_handle_t*>(impl_->wake.get()));
  impl_->check->data = impl_->idle->data = impl_->wake->data = impl_.get();
}

Loop::~Loop() {
  impl_->drop_unrun();
  impl_->shared.background.clear();
  impl_->check.reset();
  impl_->idle.reset();
  impl_->wake.reset();
  // Close callbacks run at the end of a turn. One turn does, but for a Signal that was destroyed
  // while its signal was on the way: libuv puts that close off to the next.
  constexpr int turns = 8;
  int status = UV_EBUSY;
  for (int i = 0; i < turns && status == UV_EBUSY; ++i) {
    uv_run(&impl_->loop, UV_RUN_NOWAIT);
    status = uv_loop_close(&impl_->loop);
  }
  assert(status == 0 && "something of this room outlived its Loop");
}

void Loop::run() {
  assert(!impl_->running && "run() inside run()");
  impl_->running = true;
  do {
    uv_run(&impl_->loop, UV_RUN_DEFAULT);
  } while (!impl_->stopped && impl_->take_posted());
  impl_->stopped = false;
  impl_->running = false;
}

void Loop::stop() {
  impl_->stopped = true;
  uv_stop(&impl_->loop);
}

void Loop::keep_running(bool keep) {
  auto* wake = reinterpret_cast<uv_handle_t*>(impl_->wake.get());
  if (keep) {
    uv_ref(wake);
  } else {
    uv_unref(wake);
  }
}

base::Instant Loop::now() const {
  // Between two runs nobody turns libuv's clock on.
  if (!impl_->running) uv_update_time(&impl_->loop);
  return base::Instant(base::Milliseconds(uv_now(&impl_->loop)));
}

// libuv's clock, which is the steady clock in whole milliseconds.
base::Instant Loop::this_moment() {
  return base::Instant(base::Milliseconds(uv_hrtime() / 1'000'000));
}

base::WallTime Loop::wall_now() const {
  return std::chrono::floor<base::Milliseconds>(std::chrono::system_clock::now());
}

void Loop::defer(std::function<void()> work) { impl_->defer(std::move(work)); }

void Loop::post(std::function<void()> work) {
  const std::lock_guard lock(impl_->mutex);
  impl_->posted.push_back(std::move(work));
  uv_async_send(impl_->wake.get());
}

uv_loop_s* Loop::raw() const { return &impl_->loop; }

}  // namespace net
