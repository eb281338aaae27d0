// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/text_server.hpp"

#include <charconv>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>
#include <uv.h>

#include "base/ip_address.hpp"
#include "base/text.hpp"
#include "net/loop_shared.hpp"
#include "net/socket_address.hpp"
#include "net/tcp_ending.hpp"
#include "net/timer.hpp"
#include "net/uv_handle.hpp"

namespace net {

namespace {

struct Where {
  base::IpAddress address;
  std::uint16_t port = 0;
};

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return port;
}

std::optional<Where> parse_where(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  std::string_view host = "127.0.0.1";
  if (colon != std::string_view::npos) host = text.substr(0, colon);
  const bool in_brackets = host.size() >= 2 && host.front() == '[' && host.back() == ']';
  if (in_brackets) host = host.substr(1, host.size() - 2);
  const auto address = base::IpAddress::parse(host);
  const auto port = parse_port(colon == std::string_view::npos ? text : text.substr(colon + 1));
  if (!address || !port || address->is_ipv4() == in_brackets) return std::nullopt;
  return Where{*address, *port};
}

// The first words of an answer; its body follows.
std::string head(std::string_view status, std::size_t size) {
  return fmt::format(
      "HTTP/1.1 {}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
      "Content-Length: {}\r\n{}Connection: close\r\n\r\n",
      status, size, status.substr(0, 3) == "405" ? "Allow: GET\r\n" : "");
}

// Of a request whose end has come.
std::string answer_to(std::string_view request, const std::function<std::string()>& text) {
  const auto words = base::split(request.substr(0, request.find_first_of("\r\n")), ' ');
  const bool is_http = words.size() == 3 && !words[0].empty() && words[2].substr(0, 5) == "HTTP/";
  if (!is_http) return head("400 Bad Request", 0);
  if (words[0] != "GET") return head("405 Method Not Allowed", 0);
  const std::string body = text();
  return head("200 OK", body.size()) + body;
}

bool has_ended(std::string_view request) {
  return request.find("\r\n\r\n") != std::string_view::npos ||
         request.find("\n\n") != std::string_view::npos;
}

// Owns its octets; handed to the loop with uv_write() and taken back in the callback.
struct WriteRequest {
  uv_write_t raw{};
  std::string octets;
};

void write(uv_stream_t* stream, std::string octets) {
  auto request = std::make_unique<WriteRequest>();
  request->octets = std::move(octets);
  request->raw.data = request.get();
  const auto buffer =
      uv_buf_init(request->octets.data(), static_cast<unsigned>(request->octets.size()));
  const auto done = [](uv_write_t* raw, int) {
    const std::unique_ptr<WriteRequest> taken_back(owner_of<WriteRequest>(raw));
  };
  if (uv_write(&request->raw, stream, &buffer, 1, done) == 0) {
    static_cast<void>(request.release());  // the loop's, until its callback
  }
}

}  // namespace

struct TextServer::Impl {
  Impl(Loop& owner, std::function<std::string()> answer, base::Milliseconds wait)
      : loop(owner), text(std::move(answer)), limit(wait) {
    uv_tcp_init(loop.raw(), listener.get());
    listener->data = this;
    uv_unref(reinterpret_cast<uv_handle_t*>(listener.get()));
  }
  ~Impl() {
    for (auto& [connection, owned] : connections) end_with_reset(std::move(owned->tcp));
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  struct Connection {
    Connection(Impl& owner, UvHandle<uv_tcp_t> accepted)
        : server(owner), tcp(std::move(accepted)), patience(owner.loop, [this] {
            end_with_reset(std::move(tcp));
            server.connections.erase(this);  // destroys *this
          }) {
      tcp->data = this;
      patience.start(server.limit);
    }

    Impl& server;
    UvHandle<uv_tcp_t> tcp;
    std::string request;
    Timer patience;
  };

  Loop& loop;
  std::function<std::string()> text;
  base::Milliseconds limit;
  UvHandle<uv_tcp_t> listener = new_handle<uv_tcp_t>();
  std::unordered_map<Connection*, std::unique_ptr<Connection>> connections;

  int listen(const Where& where);
  void accept();
  void received(Connection* connection, ssize_t count, const char* octets);
  void answer(Connection* connection, std::string octets);
};

int TextServer::Impl::listen(const Where& where) {
  const SocketAddress local = socket_address(where.address, where.port);
  const unsigned flags = where.address.is_ipv4() ? 0 : UV_TCP_IPV6ONLY;
  if (const int failed = uv_tcp_bind(listener.get(), &local.any, flags); failed != 0) return failed;
  const auto come = [](uv_stream_t* raw, int status) {
    auto* self = owner_of<Impl>(raw);
    if (self != nullptr && status == 0) self->accept();
  };
  return uv_listen(reinterpret_cast<uv_stream_t*>(listener.get()), kMaxConnections, come);
}

void TextServer::Impl::accept() {
  auto tcp = new_handle<uv_tcp_t>();
  uv_tcp_init(loop.raw(), tcp.get());
  auto* stream = reinterpret_cast<uv_stream_t*>(tcp.get());
  if (uv_accept(reinterpret_cast<uv_stream_t*>(listener.get()), stream) != 0) return;
  if (connections.size() >= kMaxConnections) return;
  auto owned = std::make_unique<Connection>(*this, std::move(tcp));
  Connection* connection = owned.get();
  connections.emplace(connection, std::move(owned));
  const auto read = [](uv_stream_t* raw, ssize_t count, const uv_buf_t* buffer) {
    auto* self = owner_of<Connection>(raw);
    if (self != nullptr) self->server.received(self, count, buffer->base);
  };
  if (uv_read_start(stream, lend_read_buffer, read) != 0) connections.erase(connection);
}

void TextServer::Impl::received(Connection* connection, ssize_t count, const char* octets) {
  if (count == 0) return;
  if (count < 0) {  // gone before it has asked
    connections.erase(connection);
    return;
  }
  std::string& request = connection->request;
  request.append(octets, static_cast<std::size_t>(count));
  if (request.size() > kMaxRequest) {
    answer(connection, head("431 Request Header Fields Too Large", 0));
  } else if (has_ended(request)) {
    answer(connection, answer_to(request, text));
  }
}

void TextServer::Impl::answer(Connection* connection, std::string octets) {
  const auto owned = std::move(connections.extract(connection).mapped());
  write(reinterpret_cast<uv_stream_t*>(owned->tcp.get()), std::move(octets));
  end_in_order(loop, std::move(owned->tcp));
}

base::Result<std::unique_ptr<TextServer>> TextServer::listen(Loop& loop, std::string_view where,
                                                             std::function<std::string()> text,
                                                             base::Milliseconds patience) {
  const std::string shown = base::escape(where);
  const auto wanted = parse_where(where);
  if (!wanted) {
    return base::Error{
        fmt::format("\"{}\" is no place to listen at: write a port such as 9100, or an address and "
                    "a port such as 127.0.0.1:9100 or [::1]:9100",
                    shown)};
  }
  if (!wanted->address.is_loopback()) {
    return base::Error{fmt::format(
        "\"{}\" is not on the loopback: only 127.0.0.0/8 and ::1 are listened at, and a "
        "proxy of your own can lead there",
        shown)};
  }
  auto impl = std::make_unique<Impl>(loop, std::move(text), patience);
  if (const int failed = impl->listen(*wanted); failed != 0) {
    return base::Error{fmt::format("\"{}\" cannot be listened at: {}; choose another port", shown,
                                   uv_strerror(failed))};
  }
  return std::unique_ptr<TextServer>(new TextServer(std::move(impl)));
}

TextServer::TextServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

TextServer::~TextServer() = default;

std::uint16_t TextServer::port() const {
  SocketAddress local{};
  int size = sizeof(local);
  uv_tcp_getsockname(impl_->listener.get(), &local.any, &size);
  // At the same place in both families.
  return ntohs(local.ipv4.sin_port);
}

}  // namespace net
