// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include <uv.h>

namespace mxlab {

// A libuv handle outlives its owner until its close callback: so it lives on the heap, loses its
// owner (data) at once, and is freed when libuv gives it back.
struct CloseHandle {
  template <typename Handle>
  void operator()(Handle* handle) const noexcept {
    handle->data = nullptr;
    uv_close(reinterpret_cast<uv_handle_t*>(handle),
             [](uv_handle_t* closed) { delete reinterpret_cast<Handle*>(closed); });
  }
};
template <typename Handle>
using HandlePtr = std::unique_ptr<Handle, CloseHandle>;

// One loop, and the one read buffer that all its streams share: bytes are used before the
// callback returns. ~Loop asserts that nothing is left open.
class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  uv_loop_t* uv() { return &loop_; }
  void run() { uv_run(&loop_, UV_RUN_DEFAULT); }
  std::uint64_t now_ms() const { return uv_now(&loop_); }

 private:
  static constexpr std::size_t read_size = 65536;
  friend class TcpStream;

  uv_loop_t loop_{};
  std::unique_ptr<char[]> read_buffer_;
};

// Calls back once after the time; starting again replaces the earlier start.
class Timer {
 public:
  class Events {
   public:
    virtual void on_timer() = 0;

   protected:
    ~Events() = default;
  };

  Timer(Loop& loop, Events& events);
  void start(std::uint64_t ms);
  void stop() { uv_timer_stop(handle_.get()); }
  void close() { handle_.reset(); }

 private:
  HandlePtr<uv_timer_t> handle_;
};

// One accepted connection. After close() no event comes any more.
class TcpStream {
 public:
  class Events {
   public:
    virtual void on_bytes(std::string_view bytes) = 0;
    // At most once: the peer closed (UV_EOF) or the connection broke.
    virtual void on_end(int status) = 0;
    // All that was written has left for the kernel, after it had to wait.
    virtual void on_drained() = 0;

   protected:
    ~Events() = default;
  };

  TcpStream(Loop& loop, Events& events);
  bool accept(uv_stream_t* listener);
  // A connected, non-blocking socket; on false it still belongs to the caller.
  bool adopt(int fd);
  uv_tcp_t* handle() { return handle_.get(); }

  void write(std::string_view bytes);
  std::size_t waiting() const { return handle_ ? handle_->write_queue_size : 0; }
  void finish();  // FIN after what is written; the peer can still talk
  void reset();   // RST; also close()
  void close();

 private:
  bool begin();
  static void allocate(uv_handle_t* handle, std::size_t, uv_buf_t* out);
  static void read(uv_stream_t* stream, ssize_t n, const uv_buf_t* buffer);

  HandlePtr<uv_tcp_t> handle_;
};

// Calls back when another thread, or a signal handler's loop, says so.
class Wakeup {
 public:
  Wakeup(Loop& loop, std::function<void()> woken);
  void send() { uv_async_send(handle_.get()); }
  void close() { handle_.reset(); }

 private:
  std::function<void()> woken_;
  HandlePtr<uv_async_t> handle_;
};

}  // namespace mxlab
