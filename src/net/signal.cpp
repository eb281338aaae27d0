// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/signal.hpp"

#include <cassert>
#include <utility>

#include <uv.h>

#include "net/uv_handle.hpp"

namespace net {

struct Signal::Impl {
  UvHandle<uv_signal_t> handle = new_handle<uv_signal_t>();
  std::function<void()> received;
};

Signal::Signal(Loop& loop, int number, std::function<void()> received)
    : impl_(std::make_unique<Impl>()) {
  impl_->received = std::move(received);
  uv_signal_t* handle = impl_->handle.get();
  uv_signal_init(loop.raw(), handle);
  handle->data = impl_.get();
  const auto call = [](uv_signal_t* signaled, int) {
    auto* self = owner_of<Impl>(signaled);
    if (self == nullptr) return;
    auto work = std::exchange(self->received, nullptr);
    work();
    if (signaled->data != nullptr) self->received = std::move(work);
  };
  [[maybe_unused]] const int failed = uv_signal_start(handle, call, number);
  assert(failed == 0 && "a signal that cannot be caught");
  uv_unref(reinterpret_cast<uv_handle_t*>(handle));
}

Signal::~Signal() = default;

}  // namespace net
