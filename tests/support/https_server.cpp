// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/https_server.hpp"

#include <array>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

std::string http_answer(const std::string& status, const std::string& body,
                        const std::string& headers) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         headers + "\r\n" + body;
}

struct HttpsServer::Impl {
  PeerOptions tls;
  HttpsScript script;
  int listener = -1;
  std::array<int, 2> stop{-1, -1};  // a pipe
  std::uint16_t port = 0;
  mutable std::mutex mutex;  // guards `requests`
  std::vector<Request> requests;
  std::thread thread;

  void open();
  void serve();
  void talk(int client, Request& request);
  [[nodiscard]] bool wait(int socket, short events) const;
  void send(int client, std::string_view bytes) const;
  [[nodiscard]] std::string receive(int client) const;
  void answer(int client, TlsPeer& peer) const;
};

void HttpsServer::Impl::open() {
  listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, any, size) != 0 || ::listen(listener, 64) != 0 ||
      ::getsockname(listener, any, &size) != 0 || ::pipe(stop.data()) != 0) {
    throw std::runtime_error("no web server on the loopback");
  }
  port = ntohs(address.sin_port);
}

// False: the server is to stop.
bool HttpsServer::Impl::wait(int socket, short events) const {
  std::array<pollfd, 2> sockets{{{stop[0], POLLIN, 0}, {socket, events, 0}}};
  while (::poll(sockets.data(), sockets.size(), -1) <= 0) {
  }
  return sockets[0].revents == 0;
}

void HttpsServer::Impl::serve() {
  while (wait(listener, POLLIN)) {
    sockaddr_in from{};
    socklen_t size = sizeof(from);
    const int client = ::accept4(listener, reinterpret_cast<sockaddr*>(&from), &size,
                                 SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) continue;
    Request request;
    std::array<char, INET_ADDRSTRLEN> text{};
    request.from = ::inet_ntop(AF_INET, &from.sin_addr, text.data(), text.size());
    talk(client, request);
    ::close(client);
    const std::lock_guard lock(mutex);
    requests.push_back(std::move(request));
  }
}

void HttpsServer::Impl::send(int client, std::string_view bytes) const {
  while (!bytes.empty() && wait(client, POLLOUT)) {
    const ssize_t sent = ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

// Empty: the client has closed, or the server is to stop.
std::string HttpsServer::Impl::receive(int client) const {
  std::array<char, 16'384> buffer{};
  if (!wait(client, POLLIN)) return {};
  const ssize_t size = ::recv(client, buffer.data(), buffer.size(), 0);
  return size <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(size));
}

void HttpsServer::Impl::talk(int client, Request& request) {
  if (!script.instead_of_tls.empty()) send(client, script.instead_of_tls);
  if (script.silent || !script.instead_of_tls.empty()) {
    while (!receive(client).empty()) {
    }
    return;
  }
  TlsPeer peer(tls);
  for (std::string bytes = receive(client); !bytes.empty(); bytes = receive(client)) {
    peer.received(bytes);
    send(client, peer.take_output());
    request.text += peer.take_plaintext();
    request.server_name = peer.server_name();
    if (peer.failed()) return;
    if (!request.text.ends_with("\r\n\r\n")) continue;
    answer(client, peer);
    return;
  }
}

void HttpsServer::Impl::answer(int client, TlsPeer& peer) const {
  if (!script.answer.empty()) peer.write(script.answer);
  send(client, peer.take_output());
  if (script.then == HttpsScript::Then::reset) {
    const linger drop{1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, &drop, sizeof(drop));
    return;
  }
  if (script.then == HttpsScript::Then::close) {
    peer.shut_down();
    send(client, peer.take_output());
  }
  if (script.then != HttpsScript::Then::hold) ::shutdown(client, SHUT_WR);
  while (!receive(client).empty()) {  // until the client closes: no reset may overtake the answer
  }
}

HttpsServer::HttpsServer(const PeerOptions& tls, HttpsScript script)
    : impl_(std::make_unique<Impl>()) {
  impl_->tls = tls;
  impl_->script = std::move(script);
  impl_->open();
  impl_->thread = std::thread([this] { impl_->serve(); });
}

HttpsServer::~HttpsServer() {
  ::close(impl_->stop[1]);
  impl_->thread.join();
  for (const int open : {impl_->listener, impl_->stop[0]}) ::close(open);
}

std::uint16_t HttpsServer::port() const { return impl_->port; }

std::vector<HttpsServer::Request> HttpsServer::requests() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->requests;
}

}  // namespace support
