// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp_ending.hpp"

#include <memory>
#include <utility>

#include <sys/socket.h>

#include "net/loop_shared.hpp"
#include "net/timer.hpp"

namespace net {

namespace {

constexpr base::Milliseconds flush_limit{5'000};

// Owned by the loop from start() on; ends itself when the queue is empty or the time is over.
class Flushing final : public Background {
 public:
  Flushing(Loop& loop, UvHandle<uv_tcp_t> tcp)
      : shared_(shared_of(loop.raw())), tcp_(std::move(tcp)), limit_(loop, [this] { give_up(); }) {
    // The requests of the writes still under way look at the handle for somebody to tell.
    tcp_->data = nullptr;
  }

  ~Flushing() override {
    if (request_ != nullptr) request_->data = nullptr;  // its callback comes when tcp_ is closed
  }

  static void start(Loop& loop, UvHandle<uv_tcp_t> tcp) {
    auto owned = std::make_unique<Flushing>(loop, std::move(tcp));
    Flushing* flushing = owned.get();
    flushing->shared_.background.emplace(flushing, std::move(owned));
    flushing->shut_down();  // flushing may be destroyed here
  }

 private:
  // libuv sends the FIN when the write queue has emptied.
  void shut_down() {
    auto request = std::make_unique<uv_shutdown_t>();
    request->data = this;
    const auto done = [](uv_shutdown_t* raw, int) {
      const std::unique_ptr<uv_shutdown_t> taken_back(raw);
      auto* self = owner_of<Flushing>(raw);
      if (self == nullptr) return;
      self->request_ = nullptr;
      self->finish();
    };
    if (uv_shutdown(request.get(), reinterpret_cast<uv_stream_t*>(tcp_.get()), done) != 0) {
      finish();  // no longer connected
      return;
    }
    request_ = request.release();  // the loop's, until its callback
    limit_.start(flush_limit);
  }

  void give_up() {
    end_with_reset(std::move(tcp_));
    finish();
  }

  void finish() { shared_.background.erase(this); }  // destroys *this

  LoopShared& shared_;
  UvHandle<uv_tcp_t> tcp_;
  Timer limit_;
  uv_shutdown_t* request_ = nullptr;
};

}  // namespace

void end_in_order(Loop& loop, UvHandle<uv_tcp_t> tcp) {
  uv_read_stop(reinterpret_cast<uv_stream_t*>(tcp.get()));
  if (uv_stream_get_write_queue_size(reinterpret_cast<uv_stream_t*>(tcp.get())) != 0) {
    Flushing::start(loop, std::move(tcp));
    return;
  }
  // Closing a socket with unread bytes sends RST and no FIN; so the FIN goes first.
  uv_os_fd_t socket = -1;
  if (uv_fileno(reinterpret_cast<uv_handle_t*>(tcp.get()), &socket) == 0) {
    ::shutdown(socket, SHUT_WR);
  }
}

void end_with_reset(UvHandle<uv_tcp_t> tcp) {
  tcp->data = nullptr;
  if (uv_tcp_close_reset(tcp.get(), free_closed_handle<uv_tcp_t>) == 0) {
    static_cast<void>(tcp.release());  // freed by the close callback
    return;
  }
  // libuv refuses while a shutdown is under way.
  uv_os_fd_t socket = -1;
  if (uv_fileno(reinterpret_cast<uv_handle_t*>(tcp.get()), &socket) == 0) {
    const linger drop{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &drop, sizeof(drop));
  }
}

}  // namespace net
