// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp_stream.hpp"

#include <cerrno>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "net/timer.hpp"
#include "support/tcp_client.hpp"
#include "support/tcp_peer.hpp"

namespace {

using base::IpAddress;
using base::Milliseconds;
using Client = support::TcpClient;
using support::closed;
using support::failed;
using support::loopback;
using support::much;

TEST_CASE("tcp: a refused connection fails with ECONNREFUSED, not from inside connect") {
  Client client;
  client.stream->connect(loopback, support::unused_port());
  CHECK(client.log.empty());
  client.run();
  CHECK(client.log == failed(ECONNREFUSED));
}

TEST_CASE("tcp: what fails at once is told later") {
  Client client;
  int expected = 0;
  SUBCASE("a source address of the other family") {
    client.stream->connect(loopback, client.listener.port(), IpAddress::parse("::1"));
    expected = EAFNOSUPPORT;
  }
  SUBCASE("a source address that is not ours") {
    client.stream->connect(loopback, client.listener.port(), IpAddress::parse("192.0.2.1"));
    expected = EADDRNOTAVAIL;
  }
  SUBCASE("an address that no route leads to") {
    client.stream->connect(*IpAddress::parse("255.255.255.255"), 25);
    expected = ENETUNREACH;
  }
  client.stream->write("ignored");
  CHECK(client.log.empty());
  client.run();
  if (expected == ENETUNREACH && client.log == failed(EACCES)) expected = EACCES;  // broadcast
  CHECK(client.log == failed(expected));
}

TEST_CASE("tcp: the source address is the one asked for") {
  Client client;
  client.on_connected = [&] {
    const auto peer = client.listener.accept();
    client.over();
    client.stream.reset();
  };
  client.stream->connect(loopback, client.listener.port(), IpAddress::parse("127.0.0.77"));
  client.run();
  CHECK(client.log == "connected ");
}

TEST_CASE("tcp: the peer's FIN is closed(0), its RST is ECONNRESET") {
  Client client;
  std::string expected;
  std::optional<support::TcpPeer> peer;
  bool fin = false;
  SUBCASE("FIN") {
    fin = true;
    expected = closed(0);
  }
  SUBCASE("RST") { expected = closed(ECONNRESET); }
  client.on_connected = [&] {
    peer.emplace(client.listener.accept());
    peer->send("last words");
    if (fin) peer->finish();
  };
  client.on_received = [&] {
    if (!fin) peer->reset();
  };
  client.connect();
  client.run();
  CHECK(client.log == "connected " + expected);
  CHECK(client.bytes == "last words");
}

TEST_CASE("tcp: after the peer's FIN the stream can still write, until close") {
  Client client;
  std::optional<support::TcpPeer> peer;
  client.on_connected = [&] {
    peer.emplace(client.listener.accept());
    peer->finish();
  };
  client.on_closed = [&] {
    client.stream->write("QUIT\r\n");
    client.stream->close();
    client.stream->write("ignored");
  };
  client.connect();
  client.run();
  CHECK(client.log == "connected closed:0 ");
  CHECK(peer->receive_all() == "QUIT\r\n");
}

TEST_CASE("tcp: bytes written while connecting leave when the connection stands") {
  Client client;
  client.on_connected = [&] {
    client.over();
    client.stream->close();
  };
  client.connect();
  client.stream->write("EHLO");
  CHECK(client.stream->queued() == 4);
  client.run();
  CHECK(client.listener.accept().receive_all() == "EHLO");
}

TEST_CASE("tcp: a big write arrives whole, also when the stream is closed or destroyed behind it") {
  Client client;
  bool destroy = false;
  SUBCASE("closed") {}
  SUBCASE("closed, then destroyed") { destroy = true; }
  std::optional<support::TcpPeer> peer;
  std::size_t received = 0;
  net::Timer drain(client.loop, [&] {
    const auto some = peer->receive();
    received += some.size();
    if (!some.empty()) return drain.start(Milliseconds(0));
    client.over();
  });
  client.on_connected = [&] {
    peer.emplace(client.listener.accept());
    client.stream->write(much);
    client.stream->write("the end");
    CHECK(client.stream->queued() > 0);
    client.stream->close();
    CHECK(client.stream->queued() == 0);
    if (destroy) client.stream.reset();
    drain.start(Milliseconds(0));
  };
  client.connect();
  client.run();
  CHECK(client.log == "connected ");
  CHECK(received == much.size() + 7);
}

TEST_CASE("tcp: close sends FIN, reset sends RST, whatever was read or not") {
  Client client;
  std::string expected;
  std::function<void()> end;
  std::optional<support::TcpPeer> peer;
  SUBCASE("close") {
    end = [&] { client.stream->close(); };
  }
  SUBCASE("reset") {
    end = [&] { client.stream->reset(); };
    expected = "RST";
  }
  SUBCASE("destroyed while the connection stands") {
    end = [&] { client.stream.reset(); };
    expected = "RST";
  }
  SUBCASE("close, then destroyed") {
    end = [&] {
      client.stream->close();
      client.stream.reset();
    };
  }
  client.on_connected = [&] {
    peer.emplace(client.listener.accept());
    client.over();
    end();
  };
  client.connect();
  client.run();
  CHECK(client.log == "connected ");
  CHECK(peer->receive_all() == expected);
}

TEST_CASE("tcp: reset drops what is queued") {
  Client client;
  std::optional<support::TcpPeer> peer;
  client.on_connected = [&] {
    peer.emplace(client.listener.accept());
    client.stream->write(much);
    CHECK(client.stream->queued() > 0);
    client.over();
    client.stream->reset();
    CHECK(client.stream->queued() == 0);
  };
  client.connect();
  client.run();
  const auto all = peer->receive_all();
  CHECK(all.size() < much.size());
  CHECK(all.substr(all.size() - 3) == "RST");
}

TEST_CASE("tcp: writing to a peer that has reset is told once, and ends no process") {
  Client client;
  client.on_connected = [&] {
    client.listener.accept().reset();
    for (int i = 0; i < 5; ++i) client.stream->write("into the void");
  };
  client.connect();
  client.run();
  CHECK(client.log == "connected " + closed(ECONNRESET));
}

TEST_CASE("tcp: a reset is one, whoever meets it first, and what came before it is read") {
  Client client;
  const auto end_of_peer = [&client](bool fin_first) {
    auto peer = client.listener.accept();
    peer.send("last words");
    if (fin_first) peer.finish();
    peer.reset();
  };
  std::string expected = closed(ECONNRESET);
  SUBCASE("the read of what came before it") {
    client.on_connected = [&] { end_of_peer(false); };
  }
  SUBCASE("a write, before anything was read") {
    client.on_connected = [&] {
      end_of_peer(false);
      client.stream->write("into the void");
    };
  }
  SUBCASE("a write, after what came before it was read") {
    client.on_connected = [&] { end_of_peer(false); };
    client.on_received = [&] { client.stream->write("into the void"); };
  }
  SUBCASE("two writes") {
    client.on_connected = [&] { end_of_peer(false); };
    client.on_received = [&] {
      client.stream->write("into the void");
      client.stream->write("more");
    };
  }
  // The peer had closed in order before.
  SUBCASE("behind a FIN: a read") {
    client.on_connected = [&] { end_of_peer(true); };
    expected = closed(0);
  }
  SUBCASE("behind a FIN: a write") {
    client.on_connected = [&] { end_of_peer(true); };
    client.on_received = [&] { client.stream->write("into the void"); };
    expected = closed(0);
  }
  SUBCASE("behind a FIN: a write, before anything was read") {
    client.on_connected = [&] {
      end_of_peer(true);
      client.stream->write("into the void");
    };
    expected = closed(0);
  }
  client.connect();
  client.run();
  CHECK(client.log == "connected " + expected);
  CHECK(client.bytes == "last words");
}

TEST_CASE("tcp: 200 connections at once, each with an answer of its own") {
  net::Loop loop;
  const support::TcpListener listener;
  struct Talker final : net::StreamEvents {
    explicit Talker(net::Loop& loop) : stream(loop, *this) {}
    net::TcpStream stream;
    std::string bytes;
    bool over = false;
    void connected() override {}
    void connect_failed(int) override { over = true; }
    void received(std::string_view some) override { bytes += some; }
    void closed(int) override { over = true; }
  };
  constexpr int count = 200;
  std::thread server([&] {
    for (int i = 0; i < count; ++i) {
      const auto peer = listener.accept();
      peer.send("220 " + peer.receive());
      peer.finish();
    }
  });
  std::vector<std::unique_ptr<Talker>> talkers;
  for (int i = 0; i < count; ++i) {
    auto& talker = talkers.emplace_back(std::make_unique<Talker>(loop));
    talker->stream.connect(loopback, listener.port());
    talker->stream.write(std::to_string(i + 1));
  }
  loop.run();
  server.join();
  for (std::size_t i = 0; i < talkers.size(); ++i) {
    CHECK(talkers[i]->over);
    CHECK(talkers[i]->bytes == "220 " + std::to_string(i + 1));
  }
  talkers.clear();
}

}  // namespace
