// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/list_stream.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "scan/list_file.hpp"

namespace scan {
namespace {

// What can be read without waiting for anybody: files, and the one device that has nothing to say.
// Another one, as /dev/zero, may never come to the end of its first line.
bool never_waits(const struct stat& status) {
  const bool is_null = S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3);
  return S_ISREG(status.st_mode) || is_null;
}

}  // namespace

base::Result<std::unique_ptr<LineSource>> ListStream::open(net::Loop& loop, int descriptor) {
  std::unique_ptr<ListStream> list(new ListStream);
  auto stream = net::InputStream::open(loop, descriptor, [list = list.get()] {
    if (std::exchange(list->waiting_, false) && list->ready_) list->ready_();
  });
  if (!stream) return stream.error();
  list->stream_ = std::move(*stream);
  return std::unique_ptr<LineSource>(std::move(list));
}

// Reads from the first call on, so that a list which nobody asks for yet keeps no loop running.
LineSource::Got ListStream::next(std::string& line) {
  if (!std::exchange(started_, true)) stream_->start();
  std::string_view octets = stream_->unread();
  const std::size_t before = octets.size();
  const bool whole = cutter_.cut(octets, line);
  stream_->consume(before - octets.size());
  if (whole) return Got::line;
  if (stream_->error() != 0) return Got::failed;
  if (stream_->is_over()) return cutter_.finish(line) ? Got::line : Got::end;
  waiting_ = true;
  return Got::wait;
}

std::string ListStream::error() const {
  return stream_->error() == 0 ? "" : std::strerror(stream_->error());
}

base::Result<std::unique_ptr<LineSource>> open_list(net::Loop& loop, const std::string& name,
                                                    std::uint64_t* newlines) {
  if (newlines != nullptr) *newlines = 0;
  const bool is_input = name == "-";
  const std::string shown = is_input ? "standard input" : name;
  // Not to wait here for somebody who opens the other end of a named pipe.
  const int descriptor =
      is_input ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0) {
    return base::Error{fmt::format("{}: {}; a list of domains is wanted, one a line", shown,
                                   std::strerror(errno))};
  }
  if (never_waits(status)) {
    auto file = std::make_unique<ListFile>(descriptor);
    if (newlines != nullptr) *newlines = file->count_newlines();
    return std::unique_ptr<LineSource>(std::move(file));
  }
  auto stream = ListStream::open(loop, descriptor);
  if (stream) return stream;
  return base::Error{fmt::format("{}: {}; a list of domains is wanted, one a line", shown,
                                 S_ISDIR(status.st_mode) ? "a folder" : stream.error().message)};
}

}  // namespace scan
