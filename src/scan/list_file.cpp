// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/list_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace scan {
namespace {

// read(), but for interruptions by a signal.
ssize_t read_block(int descriptor, char* into, std::size_t size) {
  ssize_t count = -1;
  do {
    count = ::read(descriptor, into, size);
  } while (count < 0 && errno == EINTR);
  return count;
}

}  // namespace

ListFile::ListFile(int descriptor) : descriptor_(descriptor), block_(kBlock) {}

ListFile::~ListFile() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

LineSource::Got ListFile::next(std::string& line) {
  for (;;) {
    if (cutter_.cut(unread_, line)) return Got::line;
    if (over_) break;
    const ssize_t count = read_block(descriptor_, block_.data(), block_.size());
    over_ = count <= 0;
    if (count < 0) errno_ = errno;
    if (count > 0) unread_ = {block_.data(), static_cast<std::size_t>(count)};
  }
  // What came before the failure is no line: its end was not read.
  if (errno_ != 0) return Got::failed;
  return cutter_.finish(line) ? Got::line : Got::end;
}

std::string ListFile::error() const { return errno_ == 0 ? "" : std::strerror(errno_); }

std::uint64_t ListFile::count_newlines() const {
  std::vector<char> block(kBlock);
  std::uint64_t newlines = 0;
  off_t at = ::lseek(descriptor_, 0, SEEK_CUR);
  // Ends at the end of the file, and at whatever next() will meet and tell.
  while (at >= 0) {
    const ssize_t count = ::pread(descriptor_, block.data(), block.size(), at);
    if (count <= 0) break;
    newlines += static_cast<std::uint64_t>(std::count(block.data(), block.data() + count, '\n'));
    at += count;
  }
  return newlines;
}

LineSource::Got ListInMemory::next(std::string& line) {
  if (next_ == lines_.size()) return Got::end;
  line = std::move(lines_[next_++]);
  if (line.size() > kMaxLine) line.resize(kMaxLine + 1);
  return Got::line;
}

}  // namespace scan
