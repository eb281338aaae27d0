// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/input_stream.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "support/tcp_peer.hpp"

namespace {

using net::InputStream;

struct Ends {
  int ours = -1;
  int theirs = -1;
};

Ends make_pipe() {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  return {ends[0], ends[1]};
}
Ends make_sockets() {
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  return {ends[0], ends[1]};
}
Ends make_terminal() {
  Ends ends;
  ends.theirs = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(ends.theirs >= 0);
  REQUIRE(::grantpt(ends.theirs) == 0);
  REQUIRE(::unlockpt(ends.theirs) == 0);
  ends.ours = ::open(::ptsname(ends.theirs), O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(ends.ours >= 0);
  return ends;
}

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool is_open(int descriptor) { return fcntl(descriptor, F_GETFD) >= 0; }

// A stream on a loop, and everything that it has given.
struct Reading {
  explicit Reading(int descriptor) {
    auto opened = InputStream::open(loop, descriptor, [this] { take(); });
    REQUIRE(opened.ok());
    stream = std::move(*opened);
    stream->start();
  }
  void take() {
    ++changes;
    if (!eager) return;
    text += stream->unread();
    stream->consume(stream->unread().size());
  }

  net::Loop loop;
  std::unique_ptr<InputStream> stream;
  std::string text;
  std::atomic<std::size_t> changes = 0;
  bool eager = true;
};

TEST_CASE("input stream: a pipe, a socket and a terminal, until their other end closes") {
  Ends ends;
  SUBCASE("pipe") { ends = make_pipe(); }
  SUBCASE("socket") { ends = make_sockets(); }
  SUBCASE("terminal") { ends = make_terminal(); }
  {
    Reading reading(ends.ours);
    write_all(ends.theirs, "a.example\nb.example\n");
    std::thread closer([&] {
      // Once it is read: what a terminal has not given yet is lost when the other end closes.
      while (reading.changes == 0) std::this_thread::yield();
      ::close(ends.theirs);
    });
    reading.loop.run();
    closer.join();
    CHECK(reading.text == "a.example\nb.example\n");
    CHECK(reading.stream->is_over());
    CHECK(reading.stream->error() == 0);
    CHECK(reading.stream->unread().empty());
  }
  CHECK_FALSE(is_open(ends.ours));
}

TEST_CASE("input stream: a TCP connection, and its reset") {
  const support::TcpListener listener;
  const int ours = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(listener.port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(ours, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
  auto peer = listener.accept();
  Reading reading(ours);
  SUBCASE("closed in order") {
    peer.send("a.example\n");
    peer.finish();
    reading.loop.run();
    CHECK(reading.text == "a.example\n");
    CHECK(reading.stream->error() == 0);
  }
  SUBCASE("reset") {
    peer.reset();
    reading.loop.run();
    CHECK(reading.stream->is_over());
    CHECK(reading.stream->error() == ECONNRESET);
  }
}

TEST_CASE("input stream: a writer that is faster than us waits, and not in our memory") {
  const Ends ends = make_pipe();
  const std::string much(8 * InputStream::kMaxUnread, 'x');
  std::thread writer([&] {
    write_all(ends.theirs, much);
    ::close(ends.theirs);
  });
  Reading reading(ends.ours);
  reading.eager = false;
  reading.loop.run();  // returns when nothing is read any more
  CHECK_FALSE(reading.stream->is_over());
  CHECK(reading.stream->unread().size() >= InputStream::kMaxUnread);
  CHECK(reading.stream->unread().size() < InputStream::kMaxUnread + 65'536);
  const std::size_t changes = reading.changes;
  // A little room is not enough to begin anew.
  reading.stream->consume(1'000);
  reading.loop.run();
  CHECK(reading.changes == changes);
  std::size_t total = 1'000;
  while (!reading.stream->is_over() || !reading.stream->unread().empty()) {
    CHECK(reading.stream->unread().size() < InputStream::kMaxUnread + 65'536);
    total += reading.stream->unread().size();
    reading.stream->consume(reading.stream->unread().size());
    reading.loop.run();
  }
  writer.join();
  CHECK(total == much.size());
}

TEST_CASE("input stream: taken in pieces, nothing is lost and nothing comes twice") {
  const Ends ends = make_pipe();
  Reading reading(ends.ours);
  reading.eager = false;
  std::string expected;
  for (int i = 0; i < 1'000; ++i) expected += std::to_string(i) + "\n";
  write_all(ends.theirs, expected);
  ::close(ends.theirs);
  reading.loop.run();
  std::string text;
  for (std::size_t piece = 1; !reading.stream->unread().empty(); piece = piece % 97 + 1) {
    const auto some = reading.stream->unread().substr(0, piece);
    text += some;
    reading.stream->consume(some.size());
  }
  CHECK(text == expected);
}

TEST_CASE("input stream: destroyed before its end, the descriptor is as it was, and closed") {
  const Ends ends = make_pipe();
  const int shared = ::dup(ends.ours);
  {
    Reading reading(ends.ours);
    CHECK((fcntl(shared, F_GETFL) & O_NONBLOCK) != 0);
  }
  CHECK((fcntl(shared, F_GETFL) & O_NONBLOCK) == 0);
  CHECK_FALSE(is_open(ends.ours));
  ::close(shared);
  ::close(ends.theirs);
}

TEST_CASE("input stream: before its start it reads nothing and keeps no loop running") {
  const Ends ends = make_pipe();
  net::Loop loop;
  bool changed = false;
  auto opened = InputStream::open(loop, ends.ours, [&] { changed = true; });
  REQUIRE(opened.ok());
  write_all(ends.theirs, "a.example\n");
  (*opened)->consume(0);
  loop.run();
  CHECK_FALSE(changed);
  CHECK((*opened)->unread().empty());
  ::close(ends.theirs);
}

TEST_CASE("input stream: what cannot be waited for is refused, and closed") {
  net::Loop loop;
  int descriptor = -1;
  SUBCASE("a file") { descriptor = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC); }
  SUBCASE("a folder") { descriptor = ::open("/", O_RDONLY | O_CLOEXEC); }
  SUBCASE("datagrams") { descriptor = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0); }
  SUBCASE("only for writing") {
    const Ends ends = make_pipe();
    ::close(ends.ours);
    descriptor = ends.theirs;
  }
  REQUIRE(descriptor >= 0);
  const auto opened = InputStream::open(loop, descriptor, [] {});
  REQUIRE_FALSE(opened.ok());
  CHECK_FALSE(opened.error().message.empty());
  loop.run();
  CHECK_FALSE(is_open(descriptor));
}

}  // namespace
