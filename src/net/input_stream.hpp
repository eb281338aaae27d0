// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "net/loop.hpp"

namespace net {

// What somebody writes into a pipe, a terminal or a stream socket that we have open, read as the
// event loop turns. Nothing is read while kMaxUnread octets wait, so that a fast writer waits for
// us and not in our memory. Keeps the loop running from start() to the end, unless it has stopped
// reading.
class InputStream {
 public:
  static constexpr std::size_t kMaxUnread = std::size_t{1024} * 1024;  // and one read more

  // `changed` is called when octets, the end or a failure have come; never from inside a call of
  // this class. It must not destroy the stream (Loop::defer is for that).
  // Takes the descriptor over, also when this fails, and closes it in the end, but for 0, 1 and 2.
  // A terminal is opened once more; the others are switched to O_NONBLOCK, which whoever shares the
  // descriptor sees too, and switched back at the end. Fails with a few words for anything that
  // cannot be waited for, as a file, a folder or a datagram socket.
  static base::Result<std::unique_ptr<InputStream>> open(Loop& loop, int descriptor,
                                                         std::function<void()> changed);
  ~InputStream();
  InputStream(const InputStream&) = delete;
  InputStream& operator=(const InputStream&) = delete;

  // Begins to read; once.
  void start();

  // Octets that have come and were not consumed; valid until the next call or turn.
  [[nodiscard]] std::string_view unread() const;
  // Forgets the first `count` octets of unread().
  void consume(std::size_t count);
  // True when nothing more will come than unread().
  [[nodiscard]] bool is_over() const;
  // Why it is over: 0 for the end that the writer made, else a positive errno value.
  [[nodiscard]] int error() const;

 private:
  struct Impl;
  explicit InputStream(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
