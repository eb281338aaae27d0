// SPDX-License-Identifier: GPL-3.0-or-later
//
// A TcpStream may go at any moment; the loop is clean after it.
#include <cerrno>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "net/tcp_stream.hpp"
#include "support/tcp_client.hpp"
#include "support/tcp_peer.hpp"

namespace {

using base::IpAddress;
using Client = support::TcpClient;
using support::closed;
using support::failed;
using support::loopback;
using support::much;

TEST_CASE("tcp: a stream that failed at once may be destroyed before that is told") {
  Client client;
  client.stream->connect(loopback, 25, IpAddress::parse("::1"));
  SUBCASE("destroyed") { client.stream.reset(); }
  SUBCASE("closed") { client.stream->close(); }
  SUBCASE("reset") { client.stream->reset(); }
  client.loop.run();
  CHECK(client.log.empty());
}

TEST_CASE("tcp: destroyed at each stage, it leaves a clean loop") {
  Client client;
  const auto destroy = [&] {
    client.over();
    client.stream.reset();
  };
  std::optional<support::TcpPeer> peer;
  std::string expected;
  SUBCASE("before connect") { destroy(); }
  SUBCASE("while connecting") {
    client.connect();
    destroy();
  }
  SUBCASE("while connecting, with bytes queued") {
    client.connect();
    client.stream->write("never sent");
    destroy();
  }
  SUBCASE("in connected()") {
    client.on_connected = destroy;
    client.connect();
    expected = "connected ";
  }
  SUBCASE("in connect_failed()") {
    client.on_failed = destroy;
    client.stream->connect(loopback, support::unused_port());
    expected = failed(ECONNREFUSED);
  }
  SUBCASE("in received()") {
    client.on_connected = [&] {
      peer.emplace(client.listener.accept());
      peer->send("hello");
    };
    client.on_received = destroy;
    client.connect();
    expected = "connected ";
  }
  SUBCASE("in closed()") {
    client.on_connected = [&] { client.listener.accept().finish(); };
    client.on_closed = destroy;
    client.connect();
    expected = "connected closed:0 ";
  }
  client.run();
  CHECK(client.log == expected);
}

TEST_CASE("tcp: a loop may end while bytes are still leaving in the background") {
  support::TcpListener listener;
  std::optional<support::TcpPeer> peer;
  {
    Client client;
    client.on_connected = [&] {
      peer.emplace(listener.accept());
      client.stream->write(much);
      client.stream.reset();
      client.loop.stop();
    };
    client.stream->connect(loopback, listener.port());
    client.run();
    client.over();
  }
  CHECK(peer->receive_all().size() < much.size());
}

}  // namespace
