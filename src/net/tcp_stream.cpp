// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp_stream.hpp"

#include <cassert>
#include <cerrno>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include "net/loop_shared.hpp"
#include "net/socket_address.hpp"
#include "net/tcp_ending.hpp"
#include "net/uv_handle.hpp"

namespace net {

namespace {

// Owns its bytes; handed to the loop with uv_write() and taken back in the callback.
struct WriteRequest {
  uv_write_t raw{};
  std::string bytes;
};

// A socket bound to `source`, or a negative errno value. IP_BIND_ADDRESS_NO_PORT leaves the choice
// of the port to connect(): otherwise each connection takes a port of its own whatever it leads to,
// and a scan ends at 28,000 of them.
int bound_socket(const base::IpAddress& source) {
  const int family = source.is_ipv4() ? AF_INET : AF_INET6;
  const int made = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (made < 0) return -errno;
  const int on = 1;
  setsockopt(made, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
  const SocketAddress local = socket_address(source, 0);
  if (::bind(made, &local.any, local.size()) != 0) {
    const int error = errno;
    ::close(made);
    return -error;
  }
  return made;
}

}  // namespace

struct TcpStream::Impl {
  enum class State : std::uint8_t { idle, connecting, open, half_closed, over };

  Impl(Loop& owner, StreamEvents& told) : loop(owner), events(told) {
    uv_tcp_init(loop.raw(), tcp.get());
    tcp->data = this;
  }

  Loop& loop;
  StreamEvents& events;
  UvHandle<uv_tcp_t> tcp = new_handle<uv_tcp_t>();
  // Made when connect() fails at once, to find out later whether *this is still there.
  std::shared_ptr<Impl*> failing;
  State state = State::idle;
  // Of the first write that failed: errno; 0: none did. The kernel tells an error of the connection
  // once, to whoever asks first, and whoever comes later finds an end of the stream.
  int write_error = 0;

  [[nodiscard]] uv_stream_t* stream() const { return reinterpret_cast<uv_stream_t*>(tcp.get()); }
  int start_connect(const SocketAddress& peer, const std::optional<base::IpAddress>& source);
  int start_reading();
  void fail_later(int error);

  // libuv's callbacks, translated. *this may be destroyed after each.
  void connect_ended(int status);
  void read_ended(ssize_t count, const uv_buf_t* buffer);
  void write_ended(int status);
  void note_write_error(int status);
  [[nodiscard]] int error_behind_end() const;
  void fail(int error);
};

int TcpStream::Impl::start_connect(const SocketAddress& peer,
                                   const std::optional<base::IpAddress>& source) {
  uv_tcp_nodelay(tcp.get(), 1);
  if (source) {
    const int bound = bound_socket(*source);
    if (bound < 0) return bound;
    if (const int failed = uv_tcp_open(tcp.get(), bound); failed != 0) {
      ::close(bound);
      return failed;
    }
  }
  auto request = std::make_unique<uv_connect_t>();
  const auto done = [](uv_connect_t* raw, int status) {
    const std::unique_ptr<uv_connect_t> taken_back(raw);
    auto* self = owner_of<Impl>(raw->handle);
    if (self == nullptr) return;  // closed meanwhile
    self->connect_ended(status);
  };
  const int failed = uv_tcp_connect(request.get(), tcp.get(), &peer.any, done);
  if (failed != 0) return failed;
  static_cast<void>(request.release());  // the loop's, until its callback
  // Nothing is read before the connection stands; but asked for now, it costs libuv one epoll_ctl()
  // instead of a failed one and another.
  return start_reading();
}

int TcpStream::Impl::start_reading() {
  const auto read = [](uv_stream_t* raw, ssize_t count, const uv_buf_t* buffer) {
    auto* self = owner_of<Impl>(raw);
    if (self == nullptr) return;  // closed meanwhile
    self->read_ended(count, buffer);
  };
  return uv_read_start(stream(), lend_read_buffer, read);
}

void TcpStream::Impl::fail_later(int error) {
  failing = std::make_shared<Impl*>(this);
  loop.defer([weak = std::weak_ptr<Impl*>(failing), error] {
    const auto self = weak.lock();
    if (self == nullptr || (*self)->state != State::connecting) return;
    (*self)->connect_ended(-error);
  });
}

void TcpStream::Impl::connect_ended(int status) {
  if (status != 0) {
    state = State::over;
    tcp.reset();
    events.connect_failed(-status);  // *this may be destroyed here
    return;
  }
  state = State::open;
  events.connected();  // *this may be destroyed here
}

void TcpStream::Impl::read_ended(ssize_t count, const uv_buf_t* buffer) {
  if (count > 0) {
    events.received({buffer->base, static_cast<std::size_t>(count)});  // may destroy *this
  } else if (count == UV_EOF) {
    if (const int error = error_behind_end(); error != 0) return fail(error);
    state = State::half_closed;
    events.closed(0);  // *this may be destroyed here
  } else if (count < 0) {
    fail(write_error != 0 ? write_error : static_cast<int>(-count));
  }
}

// 0: the end of the stream is the peer's FIN. libuv also calls it an end when the connection is
// gone (EPOLLHUP) after the read of what came before, without asking why; and after a write has met
// the reset, the kernel does so. EPIPE is the kernel's word for a reset behind a FIN: an end in
// order.
int TcpStream::Impl::error_behind_end() const {
  int error = write_error;
  uv_os_fd_t socket = -1;
  if (error == 0 && uv_fileno(reinterpret_cast<uv_handle_t*>(tcp.get()), &socket) == 0) {
    socklen_t size = sizeof(error);
    getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
  }
  return error == EPIPE ? 0 : error;
}

void TcpStream::Impl::write_ended(int status) {
  if (status == 0 || state == State::over) return;
  note_write_error(status);
  if (state == State::open) {
    // A connection that was reset still holds what came before; the read behind it tells the end.
    if (write_error != ECONNRESET && write_error != EPIPE) fail(write_error);
  } else if (state == State::half_closed) {
    state = State::over;  // closed(0) was the last word
    tcp.reset();
  }
  // While connecting, the outcome of the connect says it.
}

void TcpStream::Impl::note_write_error(int status) {
  if (write_error == 0) write_error = -status;
}

void TcpStream::Impl::fail(int error) {
  state = State::over;
  tcp.reset();
  events.closed(error);  // *this may be destroyed here
}

TcpStream::TcpStream(Loop& loop, StreamEvents& events)
    : impl_(std::make_unique<Impl>(loop, events)) {}

TcpStream::~TcpStream() {
  if (impl_->state == Impl::State::open && queued() == 0) {
    reset();
  } else {
    close();
  }
}

void TcpStream::connect(const base::IpAddress& address, std::uint16_t port,
                        const std::optional<base::IpAddress>& source) {
  assert(impl_->state == Impl::State::idle && "connect() twice");
  impl_->state = Impl::State::connecting;
  if (source && source->family() != address.family()) {
    impl_->fail_later(EAFNOSUPPORT);
    return;
  }
  const int failed = impl_->start_connect(socket_address(address, port), source);
  if (failed != 0) impl_->fail_later(-failed);
}

void TcpStream::write(std::string bytes) {
  assert(impl_->state != Impl::State::idle && "write() before connect()");
  if (impl_->state == Impl::State::over || impl_->failing != nullptr || bytes.empty()) return;
  // Nearly always the kernel takes all of it now, and no request is needed. An error is not told
  // from inside this call: uv_write() meets one again, if not the same, and its callback tells.
  auto buffer = uv_buf_init(bytes.data(), static_cast<unsigned>(bytes.size()));
  const int taken = uv_try_write(impl_->stream(), &buffer, 1);
  if (taken > 0) {
    bytes.erase(0, static_cast<std::size_t>(taken));
    if (bytes.empty()) return;
  } else if (taken != UV_EAGAIN) {
    impl_->note_write_error(taken);
  }
  auto request = std::make_unique<WriteRequest>();
  request->bytes = std::move(bytes);
  request->raw.data = request.get();
  buffer = uv_buf_init(request->bytes.data(), static_cast<unsigned>(request->bytes.size()));
  const auto done = [](uv_write_t* raw, int status) {
    const std::unique_ptr<WriteRequest> taken_back(owner_of<WriteRequest>(raw));
    auto* self = owner_of<Impl>(raw->handle);
    if (self == nullptr) return;  // closed meanwhile
    self->write_ended(status);
  };
  if (uv_write(&request->raw, impl_->stream(), &buffer, 1, done) == 0) {
    static_cast<void>(request.release());  // the loop's, until its callback
  }
}

void TcpStream::close() {
  if (impl_->state == Impl::State::open || impl_->state == Impl::State::half_closed) {
    end_in_order(impl_->loop, std::move(impl_->tcp));
  }
  impl_->state = Impl::State::over;
  impl_->tcp.reset();
}

void TcpStream::reset() {
  if (impl_->tcp != nullptr) end_with_reset(std::move(impl_->tcp));
  impl_->state = Impl::State::over;
}

std::size_t TcpStream::queued() const {
  return impl_->tcp == nullptr ? 0 : uv_stream_get_write_queue_size(impl_->stream());
}

}  // namespace net
