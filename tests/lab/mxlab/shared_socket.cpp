// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared_socket.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

#include "start_error.hpp"

namespace mxlab {
namespace {

// Owns the descriptor as long as something can still fail.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

int listening_socket(std::uint16_t port, bool port_is_shared) {
  const auto require = [port](int result) {
    if (result >= 0) return;
    throw StartError("cannot listen on port " + std::to_string(port) +
                     " of the loopback: " + std::strerror(errno));
  };
  Descriptor fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  require(fd.get());
  const int on = 1;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (port_is_shared) setsockopt(fd.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  require(setsockopt(fd.get(), SOL_SOCKET, SO_BINDTODEVICE, "lo", sizeof "lo"));
  sockaddr_storage name{};
  const socklen_t size = Address{}.to_socket(port, name);
  require(bind(fd.get(), reinterpret_cast<const sockaddr*>(&name), size));
  require(::listen(fd.get(), Listener::backlog));
  return fd.release();
}

}  // namespace

SharedSocket::SharedSocket(Loop& loop, Conversations& conversations, ArrivalLog& arrivals,
                           std::uint16_t port, bool port_is_shared)
    : loop_(loop),
      conversations_(conversations),
      arrivals_(arrivals),
      fd_(listening_socket(port, port_is_shared)),
      handle_(new uv_poll_t{}) {
  uv_poll_init(loop.uv(), handle_.get(), fd_);
  handle_->data = this;
  uv_poll_start(handle_.get(), UV_READABLE, [](uv_poll_t* handle, int status, int) {
    if (handle->data != nullptr && status == 0) {
      static_cast<SharedSocket*>(handle->data)->on_connections();
    }
  });
}

SharedSocket::~SharedSocket() { stop(); }

void SharedSocket::stop() {
  if (!handle_) return;
  uv_poll_stop(handle_.get());  // from here on the loop does not look at the descriptor
  handle_.reset();
  close(fd_);
}

void SharedSocket::on_connections() {
  for (int i = 0; i < kAcceptsAtOnce; ++i) {
    Descriptor fd(accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (fd.get() < 0) return;
    sockaddr_storage name{};
    socklen_t size = sizeof name;
    getsockname(fd.get(), reinterpret_cast<sockaddr*>(&name), &size);
    Listener* const listener = listener_at(Address::of_socket(name));
    if (listener != nullptr) listener->take(fd.release());
  }
}

// Nothing: the table does not know the address.
Listener* SharedSocket::listener_at(const Address& address) {
  const auto visited = visited_.find(address);
  if (visited != visited_.end()) return visited->second.get();
  const auto found = table_.find(address);
  if (found == table_.end()) return nullptr;
  auto listener = std::make_unique<Listener>(loop_, conversations_, arrivals_, *found->second);
  return visited_.emplace(address, std::move(listener)).first->second.get();
}

}  // namespace mxlab
