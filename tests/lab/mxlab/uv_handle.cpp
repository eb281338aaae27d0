// SPDX-License-Identifier: GPL-3.0-or-later
#include "uv_handle.hpp"

#include <cassert>
#include <string>

namespace mxlab {
namespace {

struct PendingWrite {
  uv_write_t request{};
  std::string bytes;
};

}  // namespace

Loop::Loop() : read_buffer_(new char[read_size]) {
  [[maybe_unused]] const int status = uv_loop_init(&loop_);
  assert(status == 0 && "a loop could not be made");
  loop_.data = this;
}

Loop::~Loop() {
  uv_run(&loop_, UV_RUN_DEFAULT);  // the close callbacks
  [[maybe_unused]] const int status = uv_loop_close(&loop_);
  assert(status == 0 && "a handle outlived its loop");
}

Timer::Timer(Loop& loop, Events& events) : handle_(new uv_timer_t{}) {
  uv_timer_init(loop.uv(), handle_.get());
  handle_->data = &events;
}

void Timer::start(std::uint64_t ms) {
  if (!handle_) return;
  const auto fired = [](uv_timer_t* handle) {
    if (handle->data != nullptr) static_cast<Events*>(handle->data)->on_timer();
  };
  uv_timer_start(handle_.get(), fired, ms, 0);
}

TcpStream::TcpStream(Loop& loop, Events& events) : handle_(new uv_tcp_t{}) {
  uv_tcp_init(loop.uv(), handle_.get());
  handle_->data = &events;
}

bool TcpStream::accept(uv_stream_t* listener) {
  return uv_accept(listener, reinterpret_cast<uv_stream_t*>(handle_.get())) == 0 && begin();
}

bool TcpStream::adopt(int fd) {
  if (uv_tcp_open(handle_.get(), fd) != 0) return false;
  begin();  // a stream that cannot be read ends by itself
  return true;
}

bool TcpStream::begin() {
  auto* stream = reinterpret_cast<uv_stream_t*>(handle_.get());
  uv_tcp_nodelay(handle_.get(), 1);  // a segment in the table is to be a segment on the wire
  return uv_read_start(stream, &TcpStream::allocate, &TcpStream::read) == 0;
}

void TcpStream::allocate(uv_handle_t* handle, std::size_t, uv_buf_t* out) {
  const Loop& loop = *static_cast<Loop*>(handle->loop->data);
  *out = uv_buf_init(loop.read_buffer_.get(), Loop::read_size);
}

void TcpStream::read(uv_stream_t* stream, ssize_t n, const uv_buf_t* buffer) {
  auto* events = static_cast<Events*>(stream->data);
  if (events == nullptr || n == 0) return;
  if (n > 0) {
    events->on_bytes({buffer->base, static_cast<std::size_t>(n)});
  } else {
    uv_read_stop(stream);
    events->on_end(static_cast<int>(n));
  }
}

void TcpStream::write(std::string_view bytes) {
  if (!handle_ || bytes.empty()) return;
  auto* stream = reinterpret_cast<uv_stream_t*>(handle_.get());
  if (waiting() == 0) {
    const uv_buf_t now =
        uv_buf_init(const_cast<char*>(bytes.data()), static_cast<unsigned>(bytes.size()));
    const int n = uv_try_write(stream, &now, 1);
    if (n < 0 && n != UV_EAGAIN) return;  // the reading side tells what happened
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
    if (bytes.empty()) return;
  }
  auto pending = std::make_unique<PendingWrite>();
  pending->bytes = bytes;
  pending->request.data = pending.get();
  const uv_buf_t rest = uv_buf_init(pending->bytes.data(), static_cast<unsigned>(bytes.size()));
  const auto written = [](uv_write_t* request, int status) {
    const std::unique_ptr<PendingWrite> done(static_cast<PendingWrite*>(request->data));
    auto* events = static_cast<Events*>(request->handle->data);
    if (status == 0 && events != nullptr && request->handle->write_queue_size == 0) {
      events->on_drained();
    }
  };
  // The loop owns the request until `written` takes it back.
  if (uv_write(&pending->request, stream, &rest, 1, written) == 0) {
    static_cast<void>(pending.release());
  }
}

void TcpStream::finish() {
  if (!handle_) return;
  auto request = std::make_unique<uv_shutdown_t>();
  const auto done = [](uv_shutdown_t* finished, int) {
    const std::unique_ptr<uv_shutdown_t> owned(finished);
  };
  if (uv_shutdown(request.get(), reinterpret_cast<uv_stream_t*>(handle_.get()), done) == 0) {
    static_cast<void>(request.release());
  }
}

void TcpStream::reset() {
  if (!handle_) return;
  uv_tcp_t* handle = handle_.release();
  handle->data = nullptr;
  const auto closed = [](uv_handle_t* gone) { delete reinterpret_cast<uv_tcp_t*>(gone); };
  if (uv_tcp_close_reset(handle, closed) != 0) handle_.reset(handle);  // the plain close
}

void TcpStream::close() { handle_.reset(); }

Wakeup::Wakeup(Loop& loop, std::function<void()> woken)
    : woken_(std::move(woken)), handle_(new uv_async_t{}) {
  handle_->data = this;
  uv_async_init(loop.uv(), handle_.get(), [](uv_async_t* handle) {
    if (handle->data != nullptr) static_cast<Wakeup*>(handle->data)->woken_();
  });
  // uv_async_init does not touch data, so it is set before: no wake-up can come too early.
}

}  // namespace mxlab
