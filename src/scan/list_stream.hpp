// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "net/input_stream.hpp"
#include "net/loop.hpp"
#include "scan/line_cutter.hpp"
#include "scan/line_source.hpp"

namespace scan {

// The lines that somebody writes into a pipe, a terminal or a socket. Waits while there is none.
class ListStream final : public LineSource {
 public:
  // Takes the descriptor over; fails with a few words when it is nothing that can be waited for.
  static base::Result<std::unique_ptr<LineSource>> open(net::Loop& loop, int descriptor);

  Got next(std::string& line) override;
  void on_ready(std::function<void()> ready) override { ready_ = std::move(ready); }
  [[nodiscard]] std::string error() const override;

 private:
  ListStream() = default;

  std::unique_ptr<net::InputStream> stream_;
  std::function<void()> ready_;
  bool started_ = false;
  bool waiting_ = false;
  LineCutter cutter_;
};

// The list of that name as whatever it is: "-" is standard input. `newlines`, when it is not
// nullptr, gets the number of lines that are there to be read, 0 when that is not known (a pipe).
// Fails with a sentence that begins with the name.
base::Result<std::unique_ptr<LineSource>> open_list(net::Loop& loop, const std::string& name,
                                                    std::uint64_t* newlines = nullptr);

}  // namespace scan
