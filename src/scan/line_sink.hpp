// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace scan {

// Where the lines go. Each call is one line, without its end.
class LineSink {
 public:
  virtual void write(const std::string& line) = 0;

 protected:
  ~LineSink() = default;
};

}  // namespace scan
