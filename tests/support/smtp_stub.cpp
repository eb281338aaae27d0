// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/smtp_stub.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

struct SmtpStub::Impl {
  int listener = -1;
  std::uint16_t port = 0;
  mutable std::mutex mutex;
  std::condition_variable changed;
  bool held = false;
  bool stopping = false;
  std::map<std::string, Counts> counts;
  std::map<std::string, unsigned> open;
  std::list<std::thread> threads;
  std::thread acceptor;

  void accept_all();
  void serve(int socket);
  static bool talk(int socket);
};

namespace {

bool send_all(int socket, const std::string& text) {
  return ::send(socket, text.data(), text.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(text.size());
}

std::string local_address(int socket) {
  sockaddr_in name{};
  socklen_t size = sizeof name;
  getsockname(socket, reinterpret_cast<sockaddr*>(&name), &size);
  std::array<char, INET_ADDRSTRLEN> text{};
  inet_ntop(AF_INET, &name.sin_addr, text.data(), text.size());
  return text.data();
}

}  // namespace

SmtpStub::SmtpStub(bool hold) : impl_(std::make_unique<Impl>()) {
  impl_->held = hold;
  impl_->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  socklen_t size = sizeof name;
  if (bind(impl_->listener, reinterpret_cast<sockaddr*>(&name), size) != 0 ||
      listen(impl_->listener, 512) != 0 ||
      getsockname(impl_->listener, reinterpret_cast<sockaddr*>(&name), &size) != 0) {
    throw std::runtime_error("no port for the stub of a mail server");
  }
  impl_->port = ntohs(name.sin_port);
  impl_->acceptor = std::thread([this] { impl_->accept_all(); });
}

SmtpStub::~SmtpStub() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
    impl_->held = false;
  }
  impl_->changed.notify_all();
  shutdown(impl_->listener, SHUT_RDWR);
  impl_->acceptor.join();
  close(impl_->listener);
  for (std::thread& thread : impl_->threads) thread.join();
}

void SmtpStub::Impl::accept_all() {
  for (;;) {
    const int socket = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex);
    if (socket < 0 || stopping) {
      if (socket >= 0) close(socket);
      return;
    }
    threads.emplace_back([this, socket] { serve(socket); });
  }
}

void SmtpStub::Impl::serve(int socket) {
  const timeval limit{10, 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  const std::string address = local_address(socket);
  {
    std::unique_lock lock(mutex);
    Counts& count = counts[address];
    ++count.connections;
    count.at_once = std::max(count.at_once, ++open[address]);
    changed.wait(lock, [this] { return !held; });
  }
  const bool quit = talk(socket);
  {
    const std::lock_guard lock(mutex);
    counts[address].quits += quit ? 1 : 0;
    --open[address];
  }
  // Only now: the client must not be able to see the end of this, and come again, before it is
  // counted.
  if (quit) send_all(socket, "221 bye\r\n");
  close(socket);
}

// True when the client said QUIT; it is not answered yet.
bool SmtpStub::Impl::talk(int socket) {
  if (!send_all(socket, "220 stub.test ESMTP\r\n")) return false;
  std::string line;
  char octet = 0;
  while (recv(socket, &octet, 1, 0) == 1 && line.size() < 1000) {
    line += octet;
    if (octet != '\n') continue;
    if (line == "QUIT\r\n") return true;
    if (!send_all(socket, "250 stub.test\r\n")) return false;
    line.clear();
  }
  return false;
}

std::uint16_t SmtpStub::port() const { return impl_->port; }

void SmtpStub::release() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->held = false;
  }
  impl_->changed.notify_all();
}

std::map<std::string, SmtpStub::Counts> SmtpStub::counts() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->counts;
}

unsigned SmtpStub::open_now() const {
  const std::lock_guard lock(impl_->mutex);
  unsigned total = 0;
  for (const auto& entry : impl_->open) total += entry.second;
  return total;
}

}  // namespace support
