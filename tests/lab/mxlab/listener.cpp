// SPDX-License-Identifier: GPL-3.0-or-later
#include "listener.hpp"

#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <unistd.h>

#include "conversation.hpp"
#include "start_error.hpp"

namespace mxlab {
namespace {

[[noreturn]] void refuse(const Listen& listen, int error) {
  std::string text = "cannot listen on " + listen.address.text_with_port(listen.port) + ": " +
                     std::strerror(error);
  if (error == EADDRNOTAVAIL) {
    text += "; give the machine this address first: ip addr add " + listen.address.text() +
            (listen.address.v6 ? "/128" : "/32") + " dev lo";
  } else if (error == EADDRINUSE) {
    text += "; another server has it";
  } else if (error == EACCES) {
    text += "; a port below 1024 wants root or CAP_NET_BIND_SERVICE";
  } else if (error == EMFILE) {
    text += "; raise the limit of open files (ulimit -Hn)";
  }
  throw StartError(text);
}

int bound_socket(const Listen& listen, bool shared_port) {
  sockaddr_storage name{};
  const socklen_t size = listen.address.to_socket(listen.port, name);
  const int fd = socket(name.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) refuse(listen, errno);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (shared_port) setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&name), size) == 0) return fd;
  const int error = errno;
  close(fd);
  refuse(listen, error);
}

}  // namespace

Conversations::Conversations(Loop& loop) : loop_(loop), end_of_turn_(new uv_check_t{}) {
  uv_check_init(loop.uv(), end_of_turn_.get());
  end_of_turn_->data = this;
  uv_check_start(end_of_turn_.get(), [](uv_check_t* handle) {
    if (handle->data != nullptr) static_cast<Conversations*>(handle->data)->dead_.clear();
  });
}

Conversations::~Conversations() = default;

void Conversations::add(std::unique_ptr<Conversation> conversation) {
  conversation->set_place(living_.size());
  living_.push_back(std::move(conversation));
}

void Conversations::bury(Conversation& ended) {
  const std::size_t place = ended.place();
  dead_.push_back(std::move(living_[place]));
  living_[place] = std::move(living_.back());
  if (living_[place]) living_[place]->set_place(place);
  living_.pop_back();
}

void Conversations::close_all() {
  living_.clear();
  dead_.clear();
  end_of_turn_.reset();
}

Listener::Listener(Loop& loop, Conversations& conversations, ArrivalLog& arrivals,
                   const Listen& listen)
    : loop_(loop), conversations_(conversations), arrivals_(arrivals), listen_(listen) {}

Listener::Listener(Loop& loop, Conversations& conversations, ArrivalLog& arrivals,
                   const Listen& listen, bool shared_port)
    : Listener(loop, conversations, arrivals, listen) {
  handle_.reset(new uv_tcp_t{});
  uv_tcp_init(loop.uv(), handle_.get());
  handle_->data = this;
  uv_tcp_open(handle_.get(), bound_socket(listen, shared_port));
  const auto connected = [](uv_stream_t* stream, int status) {
    if (stream->data != nullptr && status == 0) {
      static_cast<Listener*>(stream->data)->on_connection();
    }
  };
  const int status = uv_listen(reinterpret_cast<uv_stream_t*>(handle_.get()), backlog, connected);
  if (status != 0) refuse(listen, -status);
}

void Listener::on_connection() {
  auto conversation = std::make_unique<Conversation>(*this, next_behaviour());
  if (conversation->accept(reinterpret_cast<uv_stream_t*>(handle_.get()))) {
    begin(std::move(conversation));
  }
}

void Listener::take(int fd) {
  auto conversation = std::make_unique<Conversation>(*this, next_behaviour());
  if (conversation->adopt(fd)) {
    begin(std::move(conversation));
  } else {
    close(fd);
  }
}

const Behaviour& Listener::next_behaviour() const {
  return *listen_.sequence[statistics_.connections % listen_.sequence.size()];
}

void Listener::begin(std::unique_ptr<Conversation> conversation) {
  Conversation& begun = *conversation;
  statistics_.connected(loop_.now_ms());
  if (arrivals_.on()) {
    arrivals_.add(listen_.address, listen_.port, begun.peer(), begun.age_ms());
  }
  conversations_.add(std::move(conversation));
  begun.begin();
}

}  // namespace mxlab
