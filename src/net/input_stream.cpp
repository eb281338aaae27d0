// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/input_stream.hpp"

#include <cassert>
#include <string>
#include <utility>

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

#include "net/loop_shared.hpp"
#include "net/uv_handle.hpp"

namespace net {

namespace {

// A stream handle of whichever kind.
struct CloseStream {
  void operator()(uv_stream_t* stream) const {
    stream->data = nullptr;
    uv_close(reinterpret_cast<uv_handle_t*>(stream), [](uv_handle_t* closed) {
      switch (closed->type) {
        case UV_TTY:
          delete reinterpret_cast<uv_tty_t*>(closed);
          break;
        case UV_TCP:
          delete reinterpret_cast<uv_tcp_t*>(closed);
          break;
        default:
          delete reinterpret_cast<uv_pipe_t*>(closed);
          break;
      }
    });
  }
};
using StreamHandle = std::unique_ptr<uv_stream_t, CloseStream>;

template <typename Handle>
StreamHandle as_stream(std::unique_ptr<Handle> handle) {
  return StreamHandle(reinterpret_cast<uv_stream_t*>(handle.release()));
}

StreamHandle open_terminal(uv_loop_t* loop, int descriptor, int& failed) {
  auto handle = std::make_unique<uv_tty_t>();
  failed = uv_tty_init(loop, handle.get(), descriptor, 0);
  return failed != 0 ? nullptr : as_stream(std::move(handle));
}

StreamHandle open_tcp(uv_loop_t* loop, int descriptor, int& failed) {
  auto handle = std::make_unique<uv_tcp_t>();
  uv_tcp_init(loop, handle.get());
  auto* raw = handle.get();
  auto stream = as_stream(std::move(handle));
  failed = uv_tcp_open(raw, descriptor);
  return stream;
}

StreamHandle open_pipe(uv_loop_t* loop, int descriptor, int& failed) {
  auto handle = std::make_unique<uv_pipe_t>();
  uv_pipe_init(loop, handle.get(), 0);
  auto* raw = handle.get();
  auto stream = as_stream(std::move(handle));
  failed = uv_pipe_open(raw, descriptor);
  return stream;
}

StreamHandle open_stream(uv_loop_t* loop, int descriptor, int& failed) {
  switch (uv_guess_handle(descriptor)) {
    case UV_TTY:
      return open_terminal(loop, descriptor, failed);
    case UV_TCP:
      return open_tcp(loop, descriptor, failed);
    case UV_NAMED_PIPE:
      return open_pipe(loop, descriptor, failed);
    default:
      failed = UV_ENOTSUP;
      return nullptr;
  }
}

}  // namespace

struct InputStream::Impl {
  Impl() = default;
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  int descriptor = -1;
  int flags = 0;  // of the descriptor, as we found them
  StreamHandle stream;
  std::function<void()> changed;
  std::string octets;
  std::size_t consumed = 0;  // of `octets`, from the front
  bool started = false;
  bool reading = false;
  bool over = false;
  int error = 0;

  void read_on();
  void read_ended(ssize_t count, const uv_buf_t* buffer);
  void pause_or_go_on();
};

InputStream::Impl::~Impl() {
  if (flags >= 0) fcntl(descriptor, F_SETFL, flags);
  // What the handle has it closes, but for the standard ones; of a terminal it has another.
  uv_os_fd_t held = -1;
  if (stream != nullptr) uv_fileno(reinterpret_cast<uv_handle_t*>(stream.get()), &held);
  if (held != descriptor && descriptor > STDERR_FILENO) ::close(descriptor);
}

void InputStream::Impl::read_on() {
  const auto read = [](uv_stream_t* raw, ssize_t count, const uv_buf_t* buffer) {
    auto* self = owner_of<Impl>(raw);
    if (self == nullptr) return;  // closed meanwhile
    self->read_ended(count, buffer);
  };
  error = -uv_read_start(stream.get(), lend_read_buffer, read);
  reading = error == 0;
  over = !reading;
}

void InputStream::Impl::read_ended(ssize_t count, const uv_buf_t* buffer) {
  if (count == 0) return;  // the loop's way to say EAGAIN
  if (count > 0) {
    octets.append(buffer->base, static_cast<std::size_t>(count));
    pause_or_go_on();
  } else {
    over = true;
    // A terminal that hangs up says EIO: whoever typed is gone.
    error = count == UV_EOF || count == UV_EIO ? 0 : static_cast<int>(-count);
    uv_read_stop(stream.get());
    reading = false;
  }
  changed();
}

// Reads again only when half of what may wait is gone: not for every line that is taken.
void InputStream::Impl::pause_or_go_on() {
  const std::size_t unread = octets.size() - consumed;
  if (reading && unread >= kMaxUnread) {
    uv_read_stop(stream.get());
    reading = false;
  } else if (started && !reading && !over && unread < kMaxUnread / 2) {
    read_on();
  }
}

base::Result<std::unique_ptr<InputStream>> InputStream::open(Loop& loop, int descriptor,
                                                             std::function<void()> changed) {
  auto impl = std::make_unique<Impl>();
  impl->descriptor = descriptor;
  impl->flags = fcntl(descriptor, F_GETFL);
  impl->changed = std::move(changed);
  int failed = 0;
  impl->stream = open_stream(loop.raw(), descriptor, failed);
  if (failed == 0) {
    impl->stream->data = impl.get();
    failed = uv_is_readable(impl->stream.get()) != 0 ? 0 : UV_EBADF;
  }
  if (failed == UV_ENOTSUP) return base::Error{"neither a file, a pipe, a terminal nor a socket"};
  if (failed != 0) return base::Error{uv_strerror(failed)};
  return std::unique_ptr<InputStream>(new InputStream(std::move(impl)));
}

InputStream::InputStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

InputStream::~InputStream() = default;

void InputStream::start() {
  assert(!impl_->started && "started twice");
  impl_->started = true;
  impl_->read_on();
}

std::string_view InputStream::unread() const {
  return std::string_view(impl_->octets).substr(impl_->consumed);
}

void InputStream::consume(std::size_t count) {
  assert(count <= unread().size() && "more consumed than there is");
  impl_->consumed += count;
  // Moved to the front only when the hole is as long as what is moved: each octet once.
  if (impl_->consumed * 2 >= impl_->octets.size()) {
    impl_->octets.erase(0, impl_->consumed);
    impl_->consumed = 0;
  }
  impl_->pause_or_go_on();
}

bool InputStream::is_over() const { return impl_->over; }

int InputStream::error() const { return impl_->error; }

}  // namespace net
