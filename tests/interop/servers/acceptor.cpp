// SPDX-License-Identifier: GPL-3.0-or-later
#include "acceptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conversation.hpp"

namespace interop {
namespace {

constexpr std::size_t kMostConnections = 500;
constexpr std::int64_t kLongest = 300'000;  // milliseconds
constexpr int kTick = 1000;                 // milliseconds between looks at the clock

volatile std::sig_atomic_t stopped = 0;
void stop(int) { stopped = 1; }

template <typename Clock>
std::int64_t milliseconds() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch())
      .count();
}
std::int64_t now() { return milliseconds<std::chrono::steady_clock>(); }

sockaddr_in address_of(const std::string& text, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  inet_pton(AF_INET, text.c_str(), &address.sin_addr);
  return address;
}

std::string text_of(const sockaddr_in& address) {
  std::array<char, INET_ADDRSTRLEN> text{};
  inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
  return std::string(text.data()) + ":" + std::to_string(ntohs(address.sin_port));
}

int listen_on(const std::string& text, std::uint16_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const sockaddr_in address = address_of(text, port);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(listener, 128) != 0) {
    const std::string why = std::strerror(errno);
    ::close(listener);
    throw std::runtime_error("cannot listen on " + text_of(address) + ": " + why);
  }
  return listener;
}

void write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) throw std::runtime_error(std::string("the log: ") + std::strerror(errno));
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

struct Acceptor::Connection {
  Connection(int its_socket, const Row& row)
      : socket(its_socket), begun(now()), conversation(row, begun) {}

  int socket;
  std::int64_t begun;
  Conversation conversation;
  std::string output;  // not sent yet
  bool ending =
      false;  // nothing more is read for SMTP: the rest is drained until the sender closes
};

Acceptor::Acceptor(const std::vector<Row>& rows, std::uint16_t port, const std::string& log) {
  log_ = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log_ < 0) throw std::runtime_error("cannot write " + log + ": " + std::strerror(errno));
  for (const Row& row : rows) {
    if (row.stage->listens) listeners_.push_back({listen_on(row.address, port), &row});
  }
}

Acceptor::~Acceptor() {
  for (const Listener& listener : listeners_) ::close(listener.socket);
  for (const auto& connection : connections_) ::close(connection->socket);
  if (log_ >= 0) ::close(log_);
}

void Acceptor::run() {
  std::signal(SIGTERM, stop);
  std::signal(SIGINT, stop);
  std::vector<pollfd> all;
  while (stopped == 0) {
    all.clear();
    const short accepting = connections_.size() < kMostConnections ? POLLIN : 0;
    for (const Listener& listener : listeners_) all.push_back({listener.socket, accepting, 0});
    for (const auto& connection : connections_) {
      const int events = connection->output.empty() ? POLLIN : POLLOUT;
      all.push_back({connection->socket, static_cast<short>(events), 0});
    }
    if (poll(all.data(), all.size(), kTick) < 0 && errno != EINTR)
      throw std::runtime_error(std::string("poll: ") + std::strerror(errno));
    if (stopped != 0) break;
    // The connections first: accepting adds to them.
    for (std::size_t i = 0; i < connections_.size(); ++i)
      serve(*connections_[i], all[listeners_.size() + i].revents);
    std::erase_if(connections_, [](const auto& connection) { return connection->socket < 0; });
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
      if ((all[i].revents & POLLIN) != 0) accept_on(listeners_[i]);
    }
  }
  for (const auto& connection : connections_) close(*connection, "stopped");
}

void Acceptor::accept_on(const Listener& listener) {
  sockaddr_in peer{};
  socklen_t size = sizeof peer;
  const int socket = accept4(listener.socket, reinterpret_cast<sockaddr*>(&peer), &size,
                             SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (socket < 0) return;
  connections_.push_back(std::make_unique<Connection>(socket, *listener.row));
  Connection& connection = *connections_.back();
  connection.conversation.notes().peer = text_of(peer);
  connection.conversation.notes().started = milliseconds<std::chrono::system_clock>();
  flush(connection);
}

void Acceptor::serve(Connection& connection, short events) {
  if (now() - connection.begun > kLongest) return close(connection, "timed-out");
  if (events == 0) return;
  if ((events & POLLOUT) != 0) return flush(connection);
  std::array<char, 16384> buffer{};
  const ssize_t count = recv(connection.socket, buffer.data(), buffer.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) return close(connection, count == 0 ? "peer-closed" : "peer-reset");
  if (connection.ending) return;
  try {
    connection.conversation.received({buffer.data(), static_cast<std::size_t>(count)}, now());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", connection.conversation.notes().row.c_str(), error.what());
    return close(connection, "error");
  }
  flush(connection);
}

void Acceptor::flush(Connection& connection) {
  connection.output += connection.conversation.take_output();
  while (!connection.output.empty()) {
    const ssize_t count =
        send(connection.socket, connection.output.data(), connection.output.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return close(connection, "peer-reset");
    connection.output.erase(0, static_cast<std::size_t>(count));
  }
  if (connection.ending || connection.conversation.then() == Conversation::Then::stay) return;
  if (connection.conversation.then() == Conversation::Then::reset) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(connection.socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    return close(connection, "reset");
  }
  // Closed with unread octets, the kernel would send RST, and the last reply might be lost by it.
  shutdown(connection.socket, SHUT_WR);
  connection.ending = true;
}

void Acceptor::close(Connection& connection, std::string_view why) {
  if (connection.socket < 0) return;
  ::close(std::exchange(connection.socket, -1));
  write_all(log_, json_line(connection.conversation.ended(why, now())));
}

}  // namespace interop
