// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/timer.hpp"

#include <algorithm>
#include <utility>

#include <uv.h>

#include "net/uv_handle.hpp"

namespace net {

struct Timer::Impl {
  Impl(Loop& owner, std::function<void()> then) : loop(owner), expired(std::move(then)) {}

  uv_timer_t* made();

  Loop& loop;
  UvHandle<uv_timer_t> handle;  // from the first start on: many a timer never needs one
  std::function<void()> expired;
};

uv_timer_t* Timer::Impl::made() {
  if (handle == nullptr) {
    handle = new_handle<uv_timer_t>();
    uv_timer_init(loop.raw(), handle.get());
    handle->data = this;
  }
  return handle.get();
}

Timer::Timer(Loop& loop, std::function<void()> expired)
    : impl_(std::make_unique<Impl>(loop, std::move(expired))) {}

Timer::~Timer() = default;

void Timer::start(base::Milliseconds delay) {
  static_cast<void>(
      impl_->loop.now());  // outside run(): turns libuv's clock on before it is added to
  // At least one millisecond: libuv runs a delay of zero in the same turn, and a timer that
  // restarts itself with zero would never let the sockets have theirs.
  const auto milliseconds = std::max<base::Milliseconds::rep>(delay.count(), 1);
  const auto call = [](uv_timer_t* handle) {
    auto* self = owner_of<Impl>(handle);
    if (self == nullptr) return;
    // Held here while it runs: it may destroy the timer. The handle stays until its close callback.
    auto expired = std::exchange(self->expired, nullptr);
    expired();
    if (handle->data != nullptr) self->expired = std::move(expired);
  };
  uv_timer_start(impl_->made(), call, static_cast<std::uint64_t>(milliseconds), 0);
}

void Timer::start_at(base::Instant when) { start(when - impl_->loop.now()); }

void Timer::stop() {
  if (impl_->handle != nullptr) uv_timer_stop(impl_->handle.get());
}

}  // namespace net
