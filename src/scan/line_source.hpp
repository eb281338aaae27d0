// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace scan {

// Where the lines of a list come from, one at a time and never all of them at once: a file
// (ListFile), a pipe or a terminal (ListStream), the command line (ListInMemory). next() never
// blocks for longer than a disk does. Threading: that of the event loop.
class LineSource {
 public:
  static constexpr std::size_t kMaxLine = 4096;  // octets, without the newline

  enum class Got : std::uint8_t {
    line,
    wait,    // nothing there now; `ready` is called when there is
    end,     // and the same at every further call
    failed,  // error() says why; the same at every further call
  };

  LineSource() = default;
  virtual ~LineSource() = default;
  LineSource(const LineSource&) = delete;
  LineSource& operator=(const LineSource&) = delete;

  // The next line, without its newline; a carriage return before it stays. Of a line that is longer
  // than kMaxLine the first kMaxLine + 1 octets; the rest is read and forgotten. A last line counts
  // without a newline too.
  virtual Got next(std::string& line) = 0;

  // To be called before the first next(). `ready` is called from the event loop, never from inside
  // next(), when a source that said `wait` has something to say, perhaps `wait` again. It must not
  // destroy the source.
  virtual void on_ready(std::function<void()> ready) = 0;

  // After `failed`: the reason in a few words, as "Input/output error". Else empty.
  [[nodiscard]] virtual std::string error() const = 0;
};

}  // namespace scan
