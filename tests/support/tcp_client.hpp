// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/tcp_stream.hpp"
#include "net/timer.hpp"
#include "support/tcp_peer.hpp"

namespace support {

inline const base::IpAddress loopback = *base::IpAddress::parse("127.0.0.1");

// A loop, a stream and what the stream told; a test that hangs fails after 20 seconds.
struct TcpClient final : net::StreamEvents {
  net::Loop loop;
  net::Timer guard{loop, [this] {
                     log += "HANGS";
                     loop.stop();
                   }};
  TcpListener listener;
  bool is_over = false;  // the guard is not needed any more
  std::string log;       // "connected received:hello closed:0 "
  std::string bytes;
  std::function<void()> on_connected;
  std::function<void()> on_received;
  std::function<void()> on_closed;
  std::function<void()> on_failed;
  std::unique_ptr<net::TcpStream> stream = std::make_unique<net::TcpStream>(loop, *this);

  void connect() { stream->connect(loopback, listener.port()); }
  void run() {
    if (!is_over) guard.start(std::chrono::seconds(20));
    loop.run();
  }
  void over() {
    is_over = true;
    guard.stop();
  }

  void connected() override {
    log += "connected ";
    if (on_connected) on_connected();
  }
  void connect_failed(int error) override {
    log += "failed:" + std::to_string(error) + ' ';
    over();
    if (on_failed) on_failed();
  }
  void received(std::string_view some) override {
    bytes += some;
    if (on_received) on_received();
  }
  void closed(int error) override {
    log += "closed:" + std::to_string(error) + ' ';
    over();
    if (on_closed) on_closed();
  }
};

inline std::string failed(int error) { return "failed:" + std::to_string(error) + ' '; }
inline std::string closed(int error) { return "closed:" + std::to_string(error) + ' '; }

// More than the kernel's buffers on both sides hold.
inline const std::string much(16U * 1024 * 1024, 'x');

}  // namespace support
