// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "scan/line_cutter.hpp"
#include "scan/line_source.hpp"

namespace scan {

// The lines of a regular file, read in blocks of 64 KiB as they are asked for. Never waits.
class ListFile final : public LineSource {
 public:
  static constexpr std::size_t kBlock = std::size_t{64} * 1024;

  // Reads from where the descriptor stands; closes it in the end, but for 0, 1 and 2.
  explicit ListFile(int descriptor);
  ~ListFile() override;

  Got next(std::string& line) override;
  void on_ready(std::function<void()>) override {}
  [[nodiscard]] std::string error() const override;

  // Newlines from here to the end of the file: how much there is to do, to be asked before the
  // first next(). Reads the file once more and blocks meanwhile.
  [[nodiscard]] std::uint64_t count_newlines() const;

 private:
  int descriptor_;
  int errno_ = 0;
  bool over_ = false;
  std::vector<char> block_;
  std::string_view unread_;  // of block_
  LineCutter cutter_;
};

// Lines that are in memory already: the domains of a command line.
class ListInMemory final : public LineSource {
 public:
  explicit ListInMemory(std::vector<std::string> lines) : lines_(std::move(lines)) {}

  Got next(std::string& line) override;
  void on_ready(std::function<void()>) override {}
  [[nodiscard]] std::string error() const override { return {}; }

 private:
  std::vector<std::string> lines_;
  std::size_t next_ = 0;
};

}  // namespace scan
