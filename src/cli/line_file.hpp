// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <string>

#include "scan/scanner.hpp"

namespace cli {

// JSON lines into a file or, for "-", standard output. Buffered: flush() is for the owner's timer.
class LineFile final : public scan::LineSink {
 public:
  explicit LineFile(const std::string& name);
  ~LineFile();
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;

  void write(const std::string& line) override;
  void flush();
  // Flushes and closes: the last chance to hear that the disk is full.
  void close();

  // errno of the first failure, 0 while all is well. After a failure nothing more is written.
  [[nodiscard]] int error() const { return error_; }

 private:
  std::FILE* file_ = nullptr;
  int error_ = 0;
};

}  // namespace cli
