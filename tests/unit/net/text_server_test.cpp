// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/text_server.hpp"

#include <cerrno>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "net/tcp_stream.hpp"
#include "net/timer.hpp"
#include "support/tcp_peer.hpp"

namespace {

using net::TextServer;

const std::string kGet = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

// Says one thing and keeps what comes, until the connection is over.
class Client final : public net::StreamEvents {
 public:
  Client(net::Loop& loop, std::uint16_t port, std::string request, const char* address)
      : request_(std::move(request)), stream_(loop, *this) {
    stream_.connect(*base::IpAddress::parse(address), port);
  }
  void connected() override {
    stream_.write(request_);
    if (on_connected) on_connected();
  }
  void connect_failed(int error) override { ended = error; }
  void received(std::string_view octets) override { text += octets; }
  void closed(int error) override {
    ended = error;
    stream_.close();
    if (on_ended) on_ended();
  }
  void say(std::string more) { stream_.write(std::move(more)); }
  void close() { stream_.close(); }

  std::string text;
  int ended = -1;
  std::function<void()> on_connected;
  std::function<void()> on_ended;

 private:
  std::string request_;
  net::TcpStream stream_;
};

struct Serving {
  explicit Serving(const std::string& where = "0",
                   base::Milliseconds patience = TextServer::kPatience) {
    const auto text = [this] {
      ++asked;
      return body;
    };
    auto made = TextServer::listen(loop, where, text, patience);
    REQUIRE(made.ok());
    server = std::move(*made);
  }
  Client& client(const std::string& request, const char* address = "127.0.0.1") {
    return clients.emplace_back(loop, server->port(), request, address);
  }
  // The whole of what comes back.
  std::string get(const std::string& request) {
    Client& asking = client(request);
    loop.run();
    CHECK(asking.ended == 0);
    return asking.text;
  }

  net::Loop loop;
  std::string body = "# HELP waxseal_domains Domains done.\nwaxseal_domains 7\n";
  int asked = 0;
  std::unique_ptr<TextServer> server;
  std::list<Client> clients;
};

TEST_CASE("text server: a GET of any path is answered with the text of the moment") {
  Serving serving;
  for (const std::string path : {"/metrics", "/", "/a?b=c"}) {
    serving.body = "asked for " + path + "\n";
    CHECK(serving.get("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n") ==
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
          "Content-Length: " +
              std::to_string(serving.body.size()) + "\r\nConnection: close\r\n\r\n" + serving.body);
  }
  CHECK(serving.asked == 3);
}

TEST_CASE("text server: a text that no socket buffer holds comes whole") {
  Serving serving;
  serving.body.assign(20'000'000, 'x');
  const std::string answer = serving.get(kGet);
  CHECK(answer.size() > serving.body.size());
  CHECK(answer.substr(answer.size() - serving.body.size()) == serving.body);
}

TEST_CASE("text server: a request in single octets, and one with bare newlines") {
  Serving serving;
  Client& slow = serving.client(kGet.substr(0, 1));
  std::size_t at = 1;
  net::Timer* again = nullptr;
  net::Timer next(serving.loop, [&] {
    slow.say(kGet.substr(at, 1));
    if (++at < kGet.size()) again->start(base::Milliseconds(1));
  });
  again = &next;
  slow.on_connected = [&next] { next.start(base::Milliseconds(1)); };
  serving.loop.run();
  CHECK(slow.text.rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
  CHECK(serving.get("GET / HTTP/1.0\n\n").rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
}

TEST_CASE("text server: other methods are not allowed, and the text is not made for them") {
  Serving serving;
  for (const std::string method : {"HEAD", "POST", "PUT", "OPTIONS", "get"}) {
    CAPTURE(method);
    const std::string answer = serving.get(method + " / HTTP/1.1\r\n\r\n");
    CHECK(answer.rfind("HTTP/1.1 405 Method Not Allowed\r\n", 0) == 0);
    CHECK(answer.find("\r\nAllow: GET\r\n") != std::string::npos);
    CHECK(answer.substr(answer.size() - 4) == "\r\n\r\n");
  }
  CHECK(serving.asked == 0);
}

TEST_CASE("text server: what is no request, and what is too long for one") {
  Serving serving;
  for (const std::string request : {"\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "EHLO x\r\n\r\n",
                                    "GET / HTTP/1.1 x\r\n\r\n", " / HTTP/1.1\r\n\r\n"}) {
    CAPTURE(request);
    CHECK(serving.get(request).rfind("HTTP/1.1 400 Bad Request\r\n", 0) == 0);
  }
  const std::string start = "GET / HTTP/1.1\r\nX: ";
  const std::string longest(TextServer::kMaxRequest - start.size() - 4, 'x');
  CHECK(serving.get(start + longest + "\r\n\r\n").rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
  CHECK(serving.get(start + longest + "x\r\n\r\n")
            .rfind("HTTP/1.1 431 Request Header Fields Too Large\r\n", 0) == 0);
}

TEST_CASE("text server: who leaves without asking costs nothing, and keeps nobody else waiting") {
  Serving serving;
  net::Timer leave(serving.loop, [&] {
    for (Client& client : serving.clients) client.close();
  });
  for (std::size_t i = 0; i < TextServer::kMaxConnections; ++i) serving.client("GET / HT");
  leave.start(base::Milliseconds(20));
  serving.loop.run();
  CHECK(serving.asked == 0);
  CHECK(serving.get(kGet).rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
}

TEST_CASE("text server: who connects and does not ask is reset") {
  Serving serving("0", base::Milliseconds(20));
  Client& mute = serving.client("");
  Client& dawdler = serving.client("GET / HTTP/1.1\r\nX: ");
  serving.loop.run();
  CHECK(mute.ended == ECONNRESET);
  CHECK(dawdler.ended == ECONNRESET);
  CHECK(serving.asked == 0);
}

TEST_CASE("text server: no more than eight at once; the ninth is closed, the eight are served") {
  Serving serving;
  for (std::size_t i = 0; i < TextServer::kMaxConnections; ++i)
    serving.client("GET / HTTP/1.1\r\n");
  Client& ninth = serving.client("GET / HTTP/1.1\r\n");
  ninth.on_ended = [&] {
    for (Client& client : serving.clients) {
      if (&client != &ninth) client.say("\r\n");
    }
  };
  serving.loop.run();
  CHECK(ninth.ended >= 0);
  CHECK(ninth.text.empty());
  CHECK(serving.asked == TextServer::kMaxConnections);
}

TEST_CASE("text server: destroyed with connections under way, they are reset") {
  Serving serving;
  Client& waiting = serving.client("GET / HTTP/1.1\r\n");
  // Behind one that is answered, the first is surely accepted.
  Client& answered = serving.client(kGet);
  answered.on_ended = [&] { serving.loop.defer([&] { serving.server.reset(); }); };
  serving.loop.run();
  CHECK(answered.text.rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
  CHECK(waiting.ended == ECONNRESET);
}

TEST_CASE("text server: it does not keep the loop running") {
  Serving serving;
  serving.loop.run();
  CHECK(serving.asked == 0);
}

TEST_CASE("text server: IPv6") {
  Serving serving("[::1]:0");
  Client& client = serving.client(kGet, "::1");
  serving.loop.run();
  CHECK(client.text.rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
}

TEST_CASE("text server: a place that is none, not ours or taken is refused with a sentence") {
  net::Loop loop;
  const auto refusal = [&](const std::string& where) {
    auto made = TextServer::listen(loop, where, [] { return std::string(); });
    return made.ok() ? std::string() : made.error().message;
  };
  for (const std::string bad :
       {"", "x", "65536", "-1", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536",
        "::1:9100", "[::1]", "[127.0.0.1]:9100", "localhost:9100", ":9100", "127.0.0.1:9100 "}) {
    CAPTURE(bad);
    CHECK(refusal(bad).find("is no place to listen at: write a port") != std::string::npos);
  }
  for (const std::string elsewhere : {"0.0.0.0:9100", "[::]:9100", "192.0.2.1:9100"}) {
    CAPTURE(elsewhere);
    CHECK(refusal(elsewhere).find("is not on the loopback") != std::string::npos);
  }
  const support::TcpListener taken;
  CHECK(refusal(std::to_string(taken.port())) ==
        "\"" + std::to_string(taken.port()) +
            "\" cannot be listened at: address already in use; choose another port");
  loop.run();
}

}  // namespace
