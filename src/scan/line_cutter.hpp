// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace scan {

// Cuts octets that come in pieces into lines, and never holds more of one than
// LineSource::kMaxLine + 1 octets.
class LineCutter {
 public:
  // Takes octets off the front of `octets`, up to and with the first newline. True when that ends a
  // line, which is then in `line`; false when `octets` is used up before.
  bool cut(std::string_view& octets, std::string& line);
  // At the end of the input: true when a last line without newline is left, which is then in
  // `line`.
  bool finish(std::string& line);

 private:
  void keep(std::string_view octets);

  std::string begun_;
  bool in_line_ = false;  // octets of the present line have come
};

}  // namespace scan
