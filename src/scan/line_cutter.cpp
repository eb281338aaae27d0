// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/line_cutter.hpp"

#include <utility>

#include "scan/line_source.hpp"

namespace scan {

bool LineCutter::cut(std::string_view& octets, std::string& line) {
  const std::size_t newline = octets.find('\n');
  const bool whole = newline != std::string_view::npos;
  keep(octets.substr(0, newline));
  octets.remove_prefix(whole ? newline + 1 : octets.size());
  if (!whole) return false;
  // Exchanged, not copied: both strings keep their memory for the lines to come.
  line.swap(begun_);
  begun_.clear();
  in_line_ = false;
  return true;
}

bool LineCutter::finish(std::string& line) {
  if (!in_line_) return false;
  line.swap(begun_);
  begun_.clear();
  in_line_ = false;
  return true;
}

void LineCutter::keep(std::string_view octets) {
  in_line_ = in_line_ || !octets.empty();
  begun_ += octets.substr(0, LineSource::kMaxLine + 1 - begun_.size());
}

}  // namespace scan
