// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "base/result.hpp"
#include "base/time.hpp"
#include "scan/line_sink.hpp"
#include "scan/zstd_frames.hpp"

namespace scan {

// Where a file of lines ends whose run goes on (Journal finds out).
struct Continuation {
  bool compressed = false;        // zstd
  std::uint64_t octets = 0;       // all of them whole lines
  std::vector<ZstdFrame> frames;  // that these octets are
};

// JSON lines into a file or standard output, which is also the journal of the run: only whole lines
// are kept (Journal cuts off a torn one), and each stands there once.
//
// Plain, a line is safe from kill -9 once flush() has been called. Compressed, it is safe once its
// frame is complete: at kFrameText of text, or at the first flush() that comes kFrameAge after the
// one at which the frame was begun. What is in no complete frame is lost by kill -9 and done again
// by the run that goes on. Longer frames compress better and lose more: a busy scan fills its
// frames by size anyway, a slow one loses a few seconds of little. close() writes a seek table.
// Nothing is synced to the disk: the program may die at any time, the machine had better not.
//
// For one thread, or under the owner's lock. Compressing a frame takes a few milliseconds.
//
// A pipe whose reader is slow is never waited for, but by close() for ten seconds: the event loop
// must not stand still, or the limits of all conversations pass meanwhile.
//
//   writing --ENOSPC, EDQUOT, EIO, EAGAIN--> blocked --a flush() that gets rid of all--> writing
//      '-----any other error---> failed <-----------'
class ResultFile final : public LineSink {
 public:
  static constexpr std::size_t kBuffer = std::size_t{256} * 1024;      // octets to write
  static constexpr std::size_t kFrameText = std::size_t{1024} * 1024;  // octets
  static constexpr base::Milliseconds kFrameAge{2'000};

  enum class Form : std::uint8_t { by_name, plain, compressed };  // by_name: zstd for ".zst"

  struct Options {
    Form form = Form::by_name;
    // The lines that are there stay, and the form is theirs. nullopt: the file is begun anew.
    std::optional<Continuation> continuation{};
    // write(2), for tests.
    std::function<ssize_t(int, const void*, std::size_t)> write{};
  };

  // "-" is standard output. An error is a sentence for a person; one of them is that another
  // process is writing to the file (flock).
  static base::Result<std::unique_ptr<ResultFile>> open(const std::string& name, Options options);
  static base::Result<std::unique_ptr<ResultFile>> open(const std::string& name) {
    return open(name, Options{});
  }

  ~ResultFile();
  ResultFile(const ResultFile&) = delete;
  ResultFile& operator=(const ResultFile&) = delete;

  // After a failure and after close() nothing is written. While blocked, lines are kept in memory:
  // the owner begins no visits then, so that they are as many as were under way.
  void write(const std::string& line) override;
  // For the owner's timer, every second or so: everything that can be written is, also what was
  // blocked.
  void flush(base::Instant now);
  // Writes everything, the seek table too, and closes: the last chance to hear that the disk is
  // full, which then is an error.
  void close();

  // errno of what stops the writing for a while: a full disk. 0: nothing does.
  [[nodiscard]] int blocked() const { return blocked_; }
  // errno of the failure that ended the writing; 0 while all is well.
  [[nodiscard]] int error() const { return error_; }

  // Where the file ends once all that is written so far is: closes without a seek table.
  // For who rewrites a file that will be gone on with.
  Continuation close_to_continue();

 private:
  ResultFile(int file, bool compressed, Options options);

  void end_frame();
  void drain(bool wait = false);
  void close_file();
  [[nodiscard]] std::size_t waiting() const { return out_.size() - written_; }

  int file_;  // -1: closed
  bool compressed_;
  bool is_stream_ = false;  // a pipe, a terminal, a socket: somebody else may be slow
  Options options_;
  std::uint64_t octets_ = 0;  // of the file, when `out_` is written
  std::vector<ZstdFrame> frames_;
  std::optional<ZstdCompressor> compressor_;
  std::string text_;                           // lines that are in no frame yet
  std::optional<base::Instant> text_noticed_;  // by flush()
  std::string out_;                            // octets for the file
  std::size_t written_ = 0;                    // of `out_`
  int blocked_ = 0;
  int error_ = 0;
};

}  // namespace scan
