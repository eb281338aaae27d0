// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the files of this room share through the loop, without a word of it in the public headers.
#pragma once

#include <array>
#include <memory>
#include <unordered_map>

#include <uv.h>

namespace net {

// Something that goes on after its owner has let go of it, a connection that still has bytes to
// send. The loop owns it, so that ~Loop can end it.
class Background {
 public:
  Background() = default;
  virtual ~Background() = default;
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
};

struct LoopShared {
  // Every read of the loop goes through it and is handed on before the next one: no allocation
  // per read, none per connection.
  std::array<char, 16'384> read_buffer;
  std::unordered_map<Background*, std::unique_ptr<Background>> background;
};

inline LoopShared& shared_of(uv_loop_t* loop) { return *static_cast<LoopShared*>(loop->data); }

// The uv_alloc_cb of every handle.
inline void lend_read_buffer(uv_handle_t* handle, std::size_t /*suggested*/, uv_buf_t* buffer) {
  auto& bytes = shared_of(handle->loop).read_buffer;
  *buffer = uv_buf_init(bytes.data(), static_cast<unsigned>(bytes.size()));
}

}  // namespace net
