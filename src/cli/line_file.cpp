// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/line_file.hpp"

#include <cerrno>

namespace cli {

LineFile::LineFile(const std::string& name)
    : file_(name == "-" ? stdout : std::fopen(name.c_str(), "wb")) {
  if (file_ == nullptr) error_ = errno;
}

LineFile::~LineFile() { close(); }

void LineFile::close() {
  if (file_ == nullptr) return;
  flush();
  if (file_ != stdout && std::fclose(file_) != 0 && error_ == 0) error_ = errno;
  file_ = nullptr;
}

void LineFile::write(const std::string& line) {
  if (error_ != 0 || file_ == nullptr) return;
  if (std::fwrite(line.data(), 1, line.size(), file_) != line.size() ||
      std::fputc('\n', file_) == EOF) {
    error_ = errno;
  }
}

void LineFile::flush() {
  if (error_ == 0 && std::fflush(file_) != 0) error_ = errno;
}

}  // namespace cli
