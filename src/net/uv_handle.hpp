// SPDX-License-Identifier: GPL-3.0-or-later
//
// Owning a libuv handle. A handle outlives its owner: libuv gives its memory back only when the
// close callback runs, in a later turn of the loop. So the owner holds a unique_ptr whose deleter
// takes the owner's address away (data = nullptr), asks libuv to close, and frees the memory in the
// close callback. Hence the first line of every callback: `if (self == nullptr) return;`.
#pragma once

#include <memory>

#include <uv.h>

namespace net {

template <typename Handle>
void free_closed_handle(uv_handle_t* closed) {
  delete reinterpret_cast<Handle*>(closed);
}

template <typename Handle>
struct CloseHandle {
  void operator()(Handle* handle) const {
    handle->data = nullptr;
    uv_close(reinterpret_cast<uv_handle_t*>(handle), free_closed_handle<Handle>);
  }
};

// Give one to its uv_*_init() before anything can destroy it: uv_close() of a handle that was not
// initialised is undefined.
template <typename Handle>
using UvHandle = std::unique_ptr<Handle, CloseHandle<Handle>>;

template <typename Handle>
UvHandle<Handle> new_handle() {
  return UvHandle<Handle>(new Handle{});
}

// The object that a handle or a request was given as `data`; nullptr when that was destroyed.
template <typename Owner, typename HandleOrRequest>
Owner* owner_of(HandleOrRequest* handle) {
  return static_cast<Owner*>(handle->data);
}

}  // namespace net
